import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson, readBody, sendJson } from '../http.ts';
import { addFault, turn } from './knobs.ts';
import { OUTCOMES, payBy } from './payments.ts';
import { advanceRefund } from './refunds.ts';
import type { StandIn } from './stand-in.ts';

const payBody = z.strictObject({
  reference: z.string(),
  outcome: z.enum(OUTCOMES),
  paidMinor: z.int().positive().optional(),
});
const advanceBody = z.strictObject({ id: z.int(), to: z.enum(['needs-attention', 'processed', 'failed']).optional() });
const flushBody = z.strictObject({ order: z.union([z.literal('reversed'), z.array(z.int())]).optional() });

/**
 * The knobs from another process: `GET /__state`, and with a JSON body `POST /__knobs` (any of them), `/__faults`,
 * `/__pay`, `/__refunds/advance`, `/__webhooks/flush`. 422 tells what was wrong with the body.
 */
export async function answerControl(
  standIn: StandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers.origin !== undefined) {
    sendJson(response, 403, { message: 'a browser page may not turn the knobs' });
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
  const body = request.method === 'POST' ? parseJson(await readBody(request)) : null;
  try {
    const answer = await act(standIn, `${request.method ?? 'GET'} ${pathname}`, body);
    sendJson(response, answer === null ? 404 : 200, answer);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    sendJson(response, 422, { message: z.prettifyError(error) });
  }
}

async function act(standIn: StandIn, what: string, body: unknown): Promise<unknown> {
  const { knobs, store, webhooks } = standIn;
  switch (what) {
    case 'GET /__state':
      return {
        knobs,
        transactions: [...store.transactions.values()],
        refunds: [...store.refunds.values()],
        webhooks: webhooks.deliveries(),
      };
    case 'POST /__knobs':
      return turn(knobs, body);
    case 'POST /__faults':
      addFault(knobs, body);
      return knobs;
    case 'POST /__pay': {
      const { reference, outcome, ...payment } = payBody.parse(body);
      const one = store.transactions.get(reference);
      if (one === undefined) return null;
      payBy(standIn, one, outcome, payment.paidMinor === undefined ? {} : { paidMinor: payment.paidMinor });
      return one;
    }
    case 'POST /__refunds/advance': {
      const { id, to } = advanceBody.parse(body);
      if (!store.refunds.has(id)) return null;
      return { advanced: advanceRefund(standIn, id, to) };
    }
    case 'POST /__webhooks/flush':
      await webhooks.flush(flushBody.parse(body).order);
      return { held: webhooks.held().length };
    default:
      return null;
  }
}
