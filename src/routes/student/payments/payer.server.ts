import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { may, type May } from '#features/accounts/gates.server.ts';

/** Whose payments these are. Signed out goes to sign in and comes back; an admin, who never books, is a 403. */
export async function payerHere({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): Promise<May<'session.book'>> {
  const payer = may(await locals.actor(), 'session.book');
  if (payer.ok) return payer.value;
  if (payer.reason === 'signed_out') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  error(403, 'This page is for people who book sessions. Your account never pays for one.');
}
