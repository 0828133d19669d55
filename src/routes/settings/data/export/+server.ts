import { error } from '@sveltejs/kit';
import { limitRequest, retryAfter } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { exportPerson } from '#features/membership/queries/export.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { accountHere } from '../../account.server.ts';
import type { RequestHandler } from './$types';

/** Everything that we hold about whoever asks, as a file. */
export const GET: RequestHandler = async ({ locals, url, setHeaders }) => {
  const me = await accountHere({ locals, url });
  const within = await limitRequest(locals.app, LIMITS.exportData, me.personId, null);
  if (!within.ok) {
    const wait = retryAfter(within);
    if (wait !== null) setHeaders({ 'retry-after': wait });
    error(statusOf(within.reason), within.message);
  }
  const body = JSON.stringify(await exportPerson(locals.app, me), null, 2);
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="mentorship-my-data.json"',
      'cache-control': 'no-store',
    },
  });
};
