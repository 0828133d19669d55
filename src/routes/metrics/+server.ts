import { mayReadMetrics } from '#features/accounts/metrics-door.server.ts';
import type { RequestHandler } from './$types';

/** What this process and the database count, in Prometheus' text format. Closed to whoever does not show the token. */
export const GET: RequestHandler = async ({ locals, request }) => {
  if (!mayReadMetrics(locals.app, request.headers.get('authorization'))) {
    return new Response('There is no such page.\n', { status: 404, headers: { 'content-type': 'text/plain' } });
  }
  return new Response(await locals.figures(), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  });
};
