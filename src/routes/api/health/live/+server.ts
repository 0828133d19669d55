import type { RequestHandler } from './$types';

/** The process is up and answers. Nothing outside it is asked. */
export const GET: RequestHandler = () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
