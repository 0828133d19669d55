import { json, text } from '@sveltejs/kit';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { receiveZoomWebhook, type ZoomWebhookAnswer } from '#features/meetings/commands/receive-zoom-webhook.server.ts';
import { apiError } from '../../api-error.ts';
import type { RequestHandler } from './$types';

const MAX_BODY_BYTES = 256 * 1024;

/** Anything but 2xx makes Zoom send the event again. */
const STATUS: Record<Exclude<ZoomWebhookAnswer['is'], 'validated'>, number> = {
  stored: 200,
  known: 200,
  not_ours: 200,
  forged: 401,
  stale: 401,
  unreadable: 400,
  not_configured: 404,
};

export const POST: RequestHandler = async ({ request, locals, getClientAddress }) => {
  const rawBody = new Uint8Array(await request.arrayBuffer());
  if (rawBody.byteLength > MAX_BODY_BYTES) return text('too large', { status: 413 });
  const { headers } = request;
  const signed = { signature: headers.get('x-zm-signature'), timestamp: headers.get('x-zm-request-timestamp') };
  // Zoom signs by the real clock, whatever the product's says.
  const answer = await receiveZoomWebhook(locals.app, rawBody, signed, Date.now());
  if (answer.is === 'validated') return json(answer.proof);
  // Only callers who cannot sign, or who play back what was signed before, are counted: Zoom itself is never held back.
  if (answer.is === 'forged' || answer.is === 'stale') {
    const within = await limitRequest(locals.app, LIMITS.webhooks, null, getClientAddress());
    if (!within.ok) return apiError(within);
  }
  return text(answer.is, { status: STATUS[answer.is] });
};
