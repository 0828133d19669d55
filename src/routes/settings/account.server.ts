import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { may, type May } from '#features/accounts/gates.server.ts';

/** The person whose settings these are. Signed out goes to sign in and comes back. */
export async function accountHere({
  locals,
  url,
}: Pick<RequestEvent, 'locals' | 'url'>): Promise<May<'account.manage'>> {
  const me = may(await locals.actor(), 'account.manage');
  if (me.ok) return me.value;
  if (me.reason === 'signed_out') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  error(403, me.message);
}
