import { text } from '@sveltejs/kit';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { receivePaystackWebhook, type WebhookAnswer } from '#features/payments/commands/receive-webhook.server.ts';
import { apiError } from '../../api-error.ts';
import type { RequestHandler } from './$types';

const MAX_BODY_BYTES = 256 * 1024;

/** Anything but 200 makes Paystack send the callback again, for up to 72 h. */
const STATUS: Record<WebhookAnswer, number> = { stored: 200, known: 200, bad_signature: 401, unreadable: 400 };

export const POST: RequestHandler = async ({ request, locals, getClientAddress }) => {
  const rawBody = new Uint8Array(await request.arrayBuffer());
  if (rawBody.byteLength > MAX_BODY_BYTES) return text('too large', { status: 413 });
  const answer = await receivePaystackWebhook(locals.app, rawBody, request.headers.get('x-paystack-signature'));
  // Only callers who cannot sign are counted: Paystack itself is never held back.
  if (answer === 'bad_signature') {
    const within = await limitRequest(locals.app, LIMITS.webhooks, null, getClientAddress());
    if (!within.ok) return apiError(within);
  }
  return text(answer, { status: STATUS[answer] });
};
