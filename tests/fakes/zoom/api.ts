import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJson, readBody, sendHtml } from '../http.ts';
import { takeFault, type Fault, type Operation } from './knobs.ts';
import { create, get, hostKey, list, patch, remove, tooManyToday } from './meetings.ts';
import { failure, type ApiAnswer, type StandIn } from './stand-in.ts';

type Asked = { readonly id: string; readonly query: URLSearchParams; readonly body: unknown; readonly text: string };

type Route = {
  readonly operation: Operation;
  readonly method: string;
  /** Its group, if any, is `id`. */
  readonly path: RegExp;
  /** Any of these granular scopes will do. */
  readonly scope: string;
  readonly answer: (standIn: StandIn, asked: Asked) => ApiAnswer;
};

const USER_MEETINGS = /^\/v2\/users\/([^/]+)\/meetings$/;
const MEETING = /^\/v2\/meetings\/([^/]+)$/;

const ROUTES: readonly Route[] = [
  {
    operation: 'create',
    method: 'POST',
    path: USER_MEETINGS,
    scope: 'meeting:write:meeting:admin',
    answer: (standIn, { id, body }) => create(standIn, id, body),
  },
  {
    operation: 'list',
    method: 'GET',
    path: USER_MEETINGS,
    scope: 'meeting:read:list_meetings:admin',
    answer: (standIn, { id, query }) => list(standIn, id, query),
  },
  {
    operation: 'get',
    method: 'GET',
    path: MEETING,
    scope: 'meeting:read:meeting:admin',
    answer: (standIn, { id }) => get(standIn, id),
  },
  {
    operation: 'patch',
    method: 'PATCH',
    path: MEETING,
    scope: 'meeting:update:meeting:admin',
    answer: (standIn, { id, body }) => patch(standIn, id, body),
  },
  {
    operation: 'delete',
    method: 'DELETE',
    path: MEETING,
    scope: 'meeting:delete:meeting:admin',
    answer: (standIn, { id }) => remove(standIn, id),
  },
  {
    operation: 'host_key',
    method: 'GET',
    path: /^\/v2\/users\/([^/]+)\/token$/,
    scope: 'user:read:token:admin',
    answer: (standIn, { id }) => hostKey(standIn, id),
  },
];

/** One call as it came in, whatever became of it. */
export type ApiCall = { readonly operation: Operation | null; readonly method: string; readonly path: string };

export const TOKEN_PATH = '/oauth/token';

/** Answers a call of Zoom's API, or for a token, as the knobs say. */
export async function answerApi(
  standIn: StandIn,
  noteCall: (call: ApiCall) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  const url = new URL(path, 'http://stand-in');
  const route = ROUTES.find((one) => one.method === method && one.path.test(url.pathname));
  const isToken = url.pathname === TOKEN_PATH && method === 'POST';
  const operation = isToken ? 'token' : (route?.operation ?? null);
  noteCall({ operation, method, path });
  const text = await readBody(request);

  const work = (): ApiAnswer => {
    if (isToken) return giveToken(standIn, request, text);
    const refusal = refuseToken(standIn, request);
    if (refusal !== null) return refusal;
    if (route === undefined) return failure(404, 404, 'This API endpoint is not recognized.');
    if (standIn.knobs.missingScopes.includes(route.scope)) {
      return failure(400, 4711, `Invalid access token, does not contain scopes:[${route.scope}].`);
    }
    const id = decodeURIComponent(route.path.exec(url.pathname)?.[1] ?? '');
    return route.answer(standIn, { id, query: url.searchParams, body: parseJson(text), text });
  };
  if (standIn.knobs.latencyMs > 0) await wait(standIn.knobs.latencyMs);
  const fault = operation === null ? null : takeFault(standIn.knobs, operation);
  if (fault === null) send(response, work());
  else goWrong(standIn, fault, work, response);
}

function send(response: ServerResponse, { status, body, headers = {} }: ApiAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function giveToken({ credentials, tokens, knobs, now }: StandIn, request: IncomingMessage, text: string): ApiAnswer {
  const { accountId, clientId, clientSecret } = credentials;
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const form = new URLSearchParams(text);
  if (request.headers.authorization !== basic) {
    return { status: 400, body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' } };
  }
  if (form.get('grant_type') !== 'account_credentials' || form.get('account_id') !== accountId) {
    return { status: 400, body: { reason: 'Bad Request', error: 'invalid_request' } };
  }
  const token = randomUUID();
  tokens.set(token, now() + knobs.tokenSeconds * 1000);
  return {
    status: 200,
    body: { access_token: token, token_type: 'bearer', expires_in: knobs.tokenSeconds, scope: '' },
  };
}

function refuseToken({ tokens, now }: StandIn, request: IncomingMessage): ApiAnswer | null {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const endsAt = tokens.get(token);
  if (endsAt === undefined) return failure(401, 124, 'Invalid access token.');
  return now() < endsAt ? null : failure(401, 124, 'Access token is expired.');
}

function goWrong(standIn: StandIn, fault: Fault, work: () => ApiAnswer, response: ServerResponse): void {
  switch (fault.how) {
    case 'status':
      return send(response, failure(fault.status, fault.status, 'Internal error.'));
    case 'hang':
      return;
    case 'lost_answer':
      work();
      return;
    case 'dropped':
      work();
      response.destroy();
      return;
    case 'done_but_500':
      work();
      return send(response, failure(500, 500, 'Internal error.'));
    case 'garbled':
      work();
      return sendHtml(response, 200, '<html><body>Please wait while we check your browser</body></html>');
    case 'too_many': {
      const headers = { 'x-ratelimit-type': 'QPS', ...(fault.retryAfter && { 'retry-after': fault.retryAfter }) };
      return send(response, { ...failure(429, 429, 'You have reached the maximum per-second rate limit.'), headers });
    }
    case 'too_many_today':
      return send(response, tooManyToday(standIn.now()));
  }
}
