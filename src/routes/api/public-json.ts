import { json } from '@sveltejs/kit';
import type { Result } from '#shared/result.ts';
import { apiError } from './api-error.ts';

// What can be booked changes from one second to the next, so nothing between us and the reader may keep an answer.
const NOT_KEPT = { 'cache-control': 'no-store' };
const ALLOWED = { allow: 'GET, HEAD, OPTIONS' };

/** The answer of a public read: the value, or `{error}` with its status. */
export function publicJson(result: Result<unknown>): Response {
  if (!result.ok) return apiError(result);
  return json(result.value, { headers: NOT_KEPT });
}

/** `OPTIONS` of a public read. */
export function readOptions(): Response {
  return new Response(null, { status: 204, headers: ALLOWED });
}

/** Any other method of a public read. */
export function refuseMethod(): Response {
  const error = { code: 'method_not_allowed', message: 'This can only be read, with GET.' };
  return json({ error }, { status: 405, headers: ALLOWED });
}
