import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson, readBody, sendHtml, sendJson } from '../http.ts';
import { paymentPage, unknownPage } from './page.ts';
import { callbackFor, cancelFor, offersTransfer, OUTCOMES, payBy } from './payments.ts';
import type { StandIn } from './stand-in.ts';
import { transactionByAccessCode, type FakeTransaction } from './store.ts';

export const CHECKOUT_PATH = /^\/pay\/([0-9a-f]+)(\/pay)?$/;

/** `GET /pay/{access_code}` shows the hosted page, `POST …/pay` with `outcome` does what its buttons do. */
export async function answerCheckout(
  standIn: StandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
  const [, accessCode = '', action] = CHECKOUT_PATH.exec(pathname) ?? [];
  const one = transactionByAccessCode(standIn.store, accessCode);
  if (one === undefined) {
    sendHtml(response, 404, unknownPage());
    return;
  }
  if (request.method === 'POST' && action !== undefined) await pay(standIn, one, request, response);
  else if (request.method === 'GET' && action === undefined) sendHtml(response, 200, paymentPage(standIn, one));
  else response.writeHead(405, { allow: action === undefined ? 'GET' : 'POST' }).end();
}

async function pay(standIn: StandIn, one: FakeTransaction, request: IncomingMessage, response: ServerResponse) {
  const outcome = z.enum(OUTCOMES).safeParse(outcomeIn(await readBody(request))).data;
  if (outcome === undefined || (outcome === 'pending' && !offersTransfer(one))) {
    sendJson(response, 400, { message: `outcome must be one of ${OUTCOMES.join(', ')} and offered by this page` });
    return;
  }
  payBy(standIn, one, outcome);
  const to = leadsTo(one, outcome === 'abandon');
  if (to === null) sendHtml(response, 200, paymentPage(standIn, one));
  else response.writeHead(303, { location: to, 'cache-control': 'no-store' }).end();
}

/** A form or JSON field. */
function outcomeIn(text: string): unknown {
  const json = z.object({ outcome: z.string() }).safeParse(parseJson(text)).data;
  return json?.outcome ?? new URLSearchParams(text).get('outcome');
}

/** Paid and cancelled lead back to the shop; declined and waiting stay on the page. */
function leadsTo(one: FakeTransaction, cancelled: boolean): string | null {
  if (one.status === 'success' || one.status === 'reversed') return callbackFor(one);
  return cancelled ? cancelFor(one) : null;
}
