import type { RequestHandler } from './$types';

/** Database, migrations and jobs are ready: 200; else 503, so that a balancer sends people elsewhere. */
export const GET: RequestHandler = async ({ locals }) => {
  const parts = await locals.readiness();
  const isReady = Object.values(parts).every(Boolean);
  const body = { status: isReady ? 'ok' : 'unavailable', ...parts };
  return Response.json(body, { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
