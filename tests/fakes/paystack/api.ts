import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parseJson, readBody, sendHtml, sendJson } from '../http.ts';
import { takeFault, type Fault, type Operation } from './knobs.ts';
import type { Recorder } from './recorder.ts';
import { createRefund, getRefund, listRefunds } from './refunds.ts';
import { failure, type ApiAnswer, type StandIn } from './stand-in.ts';
import { initialize, listTransactions, verify } from './transactions.ts';

type Asked = { readonly last: string; readonly query: URLSearchParams; readonly body: unknown };

type Route = {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  /** Its group, if any, is `last`. */
  readonly path: RegExp;
  readonly answer: (standIn: StandIn, asked: Asked) => ApiAnswer;
};

const ROUTES: readonly Route[] = [
  {
    operation: 'initialize',
    method: 'POST',
    path: /^\/transaction\/initialize$/,
    answer: (standIn, { body }) => initialize(standIn, body),
  },
  {
    operation: 'verify',
    method: 'GET',
    path: /^\/transaction\/verify\/([^/]+)$/,
    answer: (standIn, { last }) => verify(standIn, last),
  },
  {
    operation: 'list_transactions',
    method: 'GET',
    path: /^\/transaction$/,
    answer: (standIn, { query }) => listTransactions(standIn, query),
  },
  {
    operation: 'refund',
    method: 'POST',
    path: /^\/refund$/,
    answer: (standIn, { body }) => createRefund(standIn, body),
  },
  {
    operation: 'get_refund',
    method: 'GET',
    path: /^\/refund\/([^/]+)$/,
    answer: (standIn, { last }) => getRefund(standIn, last),
  },
  {
    operation: 'list_refunds',
    method: 'GET',
    path: /^\/refund$/,
    answer: (standIn, { query }) => listRefunds(standIn, query),
  },
];

/** One call of the API as it came in, whatever became of it. */
export type ApiCall = { readonly operation: Operation | null; readonly method: string; readonly path: string };

/** Answers a call of Paystack's API as the knobs say. */
export async function answerApi(
  standIn: StandIn,
  tools: { readonly record: Recorder; readonly noteCall: (call: ApiCall) => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  const url = new URL(path, 'http://stand-in');
  const route = ROUTES.find((one) => one.method === method && one.path.test(url.pathname));
  tools.noteCall({ operation: route?.operation ?? null, method, path });
  const text = await readBody(request);
  const body = text === '' ? null : parseJson(text);

  const work = (): ApiAnswer => {
    if (request.headers.authorization !== `Bearer ${standIn.secretKey}`) return invalidKey;
    if (route === undefined) return failure(404, 'not_found', 'Not found', 'Call an endpoint that exists');
    const last = decoded(route.path.exec(url.pathname)?.[1] ?? '');
    return route.answer(standIn, { last, query: url.searchParams, body });
  };
  const send = (answer: ApiAnswer) => {
    tools.record({ method, path, request: body ?? null, status: answer.status, response: answer.body });
    sendJson(response, answer.status, answer.body);
  };

  if (standIn.knobs.latencyMs > 0) await wait(standIn.knobs.latencyMs);
  const fault = route === undefined ? null : takeFault(standIn.knobs, route.operation);
  if (fault === null) send(work());
  else goWrong(fault, work, send, response);
}

const invalidKey = failure(401, 'invalid_Key', 'Invalid key', 'Provide the correct key');
const trouble = (status: number) => failure(status, 'unknown', 'An error occurred', 'Try again later');

function goWrong(
  fault: Fault,
  work: () => ApiAnswer,
  send: (answer: ApiAnswer) => void,
  response: ServerResponse,
): void {
  switch (fault.how) {
    case 'status':
      send(trouble(fault.status));
      break;
    case 'hang':
      break;
    case 'lost_answer':
      work();
      break;
    case 'dropped':
      work();
      response.destroy();
      break;
    case 'done_but_500':
      work();
      send(trouble(500));
      break;
    case 'garbled':
      work();
      sendHtml(response, 200, '<html><body>Please wait while we check your browser</body></html>');
      break;
  }
}

/** A reference that is no valid percent-encoding names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}
