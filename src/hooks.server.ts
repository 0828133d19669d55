import { randomUUID } from 'node:crypto';
import { error, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { hasAuthCookie } from '#features/accounts/auth-cookie.server.ts';
import { isForeign } from '#features/accounts/origin.ts';
import { getActor } from '#features/accounts/queries.server.ts';
import { paymentPageOrigin, securityHeaders } from '#features/accounts/security-headers.ts';
import type { App } from '#infra/app.server.ts';
import { compressed } from '#infra/compress.server.ts';
import type { Demo } from '#infra/demo.server.ts';
import { metrics } from '#infra/metrics.server.ts';
import { readiness } from '#infra/readiness.server.ts';
import { registered } from '#infra/registry.server.ts';
import { DEFAULT_MESSAGES } from '#shared/reasons.ts';

const PLAIN_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Every request passes here: who may write, who is asking, which headers leave, and how small. */
export const handle: Handle = async ({ event, resolve }) => {
  const app = registered<App>('app');
  if (app === null) return new Response('The server is starting. Please try again in a moment.', { status: 503 });
  event.locals.app = app;
  event.locals.requestId = randomUUID();
  event.locals.readiness = () => readiness(app);
  event.locals.figures = registered<() => Promise<string>>('figures') ?? notReady;
  event.locals.doctor = registered<RequestEvent['locals']['doctor']>('doctor') ?? { all: notReady, one: notReady };
  event.locals.demo = registered<Demo>('demo');
  const privacy = rememberActor(event, app);
  refuseUnreadableForms(event.request);
  const startedMs = performance.now();
  const response = isForeign(originOf(event), app.config) ? refuseForeign() : await resolve(event);
  note(event, app, response.status, performance.now() - startedMs);
  return compressed(event.request, finish(event, response, privacy.isPrivate()));
};

/** Reads the actor once, when first asked. A page that asked for somebody with a cookie is that person's alone. */
function rememberActor(event: RequestEvent, app: App): { isPrivate(): boolean } {
  let asked: ReturnType<typeof getActor> | null = null;
  event.locals.actor = () => (asked ??= getActor(app, event.request.headers));
  return { isPrivate: () => asked !== null && hasAuthCookie(app.config, event.request.headers.get('cookie')) };
}

/** A body that is no form, though it says that it is one, is its sender's mistake: told with 400, not an error of ours. */
function refuseUnreadableForms(request: Request): void {
  const read = request.formData.bind(request);
  request.formData = async () => {
    const isFirst = !request.bodyUsed;
    try {
      return await read();
    } catch (cause) {
      // Reading twice is a bug of ours, and a body that is too large has an answer of its own.
      if (isFirst && cause instanceof TypeError) error(400, 'We could not read this form. Nothing was changed.');
      throw cause;
    }
  };
}

function originOf({ request, url }: RequestEvent) {
  return {
    method: request.method,
    path: url.pathname,
    origin: request.headers.get('origin'),
    secFetchSite: request.headers.get('sec-fetch-site'),
  };
}

/** Counts the request and, at level `info`, logs it: the route's pattern, since a path may hold a secret. */
function note({ request, route, locals }: RequestEvent, app: App, status: number, tookMs: number): void {
  const about = { method: request.method, route: route.id ?? 'none', status };
  metrics().request({ ...about, seconds: tookMs / 1000 });
  app.log.info({ requestId: locals.requestId, ...about, tookMs: Math.round(tookMs) }, 'request');
}

function notReady(): Promise<never> {
  return Promise.reject(new Error('this process has not said how to look at itself'));
}

function refuseForeign(): Response {
  const error = { code: 'foreign_origin', message: DEFAULT_MESSAGES.foreign_origin };
  return Response.json({ ok: false, error }, { status: 403 });
}

function finish(event: RequestEvent, response: Response, isPrivate: boolean): Response {
  const { config } = event.locals.app;
  const headers = response.headers;
  // A page may say something stricter itself: one whose address is a secret tells nobody where people came from.
  for (const [name, value] of Object.entries(securityHeaders(config))) if (!headers.has(name)) headers.set(name, value);
  headers.set('x-request-id', event.locals.requestId);
  if (isPrivate) headers.set('cache-control', 'no-store');
  const policy = headers.get('content-security-policy');
  // A form that is answered with a redirect to the payment page needs that page's origin here, too.
  if (policy === null) {
    // The plain error page, which the framework sends when an endpoint fails: it runs nothing.
    if (headers.get('content-type')?.startsWith('text/html')) headers.set('content-security-policy', PLAIN_PAGE_POLICY);
  } else {
    headers.set(
      'content-security-policy',
      policy.replace("form-action 'self'", `form-action 'self' ${paymentPageOrigin(config)}`),
    );
  }
  return response;
}

/** Our own errors and SvelteKit's carry their words; anything else is a bug, told to the log and not to the visitor. */
export const handleError: HandleServerError = ({ kind, error: cause, event }) => {
  const id = event.locals.requestId;
  if (kind !== 'unknown') return { id };
  const about = { err: cause, requestId: id, method: event.request.method, route: event.route.id };
  registered<App>('app')?.log.error(about, 'request failed');
  return { message: 'Something went wrong on our side. It has been logged.', id };
};
