import { json } from '@sveltejs/kit';
import { retryAfter } from '#features/accounts/limit-request.server.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';

/** A refusal as `/api` answers it: `{error:{code,message,fields?,data?}}` with the reason's status. */
export function apiError(refusal: Refusal): Response {
  const { reason, message, fields, data } = refusal;
  const wait = retryAfter(refusal);
  const headers: HeadersInit = wait === null ? {} : { 'retry-after': wait };
  return json({ error: { code: reason, message, fields, data } }, { status: statusOf(reason), headers });
}
