import { demoOnly } from '../demo-only.ts';
import type { RequestHandler } from './$types';

/** Every mail that would have been sent, newest first. Browsers are shown the page beside this file. */
export const GET: RequestHandler = async ({ locals }) => {
  const { mails } = demoOnly(locals);
  return Response.json({ mails: mails === null ? [] : await mails() }, { headers: { 'cache-control': 'no-store' } });
};
