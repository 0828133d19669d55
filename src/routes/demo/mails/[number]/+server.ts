import { error } from '@sveltejs/kit';
import { demoOnly } from '../../demo-only.ts';
import { numbered } from '../outbox.ts';
import type { RequestHandler } from './$types';

/** One mail as a mail program would show it, for the frame on the page of mails. Its links open in the whole window. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { mails } = demoOnly(locals);
  const all = numbered(mails === null ? [] : await mails());
  const found = all.find(({ number }) => String(number) === params.number);
  if (found === undefined) error(404, 'There is no such mail.');
  return new Response(found.mail.html.replace('<head>', '<head><base target="_top">'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // As little as a mail program allows: its own styles, and nothing from anywhere.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'self'; frame-ancestors 'self'",
      'x-frame-options': 'SAMEORIGIN',
    },
  });
};
