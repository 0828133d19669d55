import type { App } from '#infra/app.server.ts';
import { DEFAULT_MESSAGES, statusOf } from '#shared/reasons.ts';
import { authOf } from './auth.server.ts';
import { limitRequest, retryAfter } from './limit-request.server.ts';
import { LIMITS, type RequestLimit } from './limits.ts';
import { signInInput, signUpInput } from './schema.ts';
import type { z } from 'zod';

const SIGN_UP = 'sign-up/email';
const SIGN_IN = 'sign-in/email';
/** The input is checked before, so the library has one reason left to answer a sign-up with this. */
const KNOWN_ADDRESS = 422;

type Credentials = { email: string; password: string };
type Door = { method: 'GET' | 'POST'; input?: z.ZodType<Credentials>; limit?: RequestLimit };

/** What of Better Auth's own HTTP interface is open. The rest could change a person or list tokens, and is not used. */
const DOORS: Readonly<Record<string, Door>> = {
  [SIGN_UP]: { method: 'POST', input: signUpInput, limit: LIMITS.signUp },
  [SIGN_IN]: { method: 'POST', input: signInInput, limit: LIMITS.signIn },
  'sign-out': { method: 'POST' },
  'get-session': { method: 'GET' },
};

/** Answers one of the open doors as Better Auth does; 404 for any other. Input is held to the same rules as the forms'. */
export async function answerAuth(app: App, path: string, request: Request, address: string | null): Promise<Response> {
  const door = Object.hasOwn(DOORS, path) ? DOORS[path] : undefined;
  if (door === undefined || door.method !== request.method)
    return problem(404, 'not_found', DEFAULT_MESSAGES.not_found);
  if (door.input === undefined) return authOf(app).handler(request);
  const input = door.input.safeParse(await readBody(request));
  if (!input.success) return problem(422, 'invalid', input.error.issues[0]?.message ?? DEFAULT_MESSAGES.invalid);
  if (door.limit !== undefined) {
    const free = await limitRequest(app, door.limit, input.data.email, address);
    if (!free.ok) return problem(429, free.reason, free.message, retryAfter(free));
  }
  const answer = await authOf(app).handler(rewrite(request, input.data));
  return path === SIGN_UP && answer.status === KNOWN_ADDRESS ? signInInstead(app, request, input.data) : answer;
}

/** The library says in so many words that an address is known; here, as on the page, its owner alone learns of it. */
async function signInInstead(app: App, request: Request, body: Credentials): Promise<Response> {
  const { email, password } = body;
  const url = request.url.replace(SIGN_UP, SIGN_IN);
  const signedIn = await authOf(app).handler(rewrite({ url, headers: request.headers }, { email, password }));
  return signedIn.ok
    ? signedIn
    : problem(statusOf('account_not_opened'), 'account_not_opened', DEFAULT_MESSAGES.account_not_opened);
}

async function readBody(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The same request with the parsed body, and without cookies: a new session never continues an old one. */
function rewrite(request: Pick<Request, 'url' | 'headers'>, body: unknown): Request {
  const agent = (request.headers.get('user-agent') ?? '').slice(0, 300);
  const headers = { 'content-type': 'application/json', 'user-agent': agent };
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) });
}

function problem(status: number, code: string, message: string, wait: string | null = null): Response {
  return Response.json({ error: { code, message } }, { status, headers: wait === null ? {} : { 'retry-after': wait } });
}
