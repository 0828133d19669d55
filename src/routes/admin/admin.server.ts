import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { may, type May } from '#features/accounts/gates.server.ts';

/** The admin whose page this is. Signed out goes to sign in and comes back; any other role is a 403. */
export async function adminHere({
  locals,
  url,
}: Pick<RequestEvent, 'locals' | 'url'>): Promise<May<'platform.administer'>> {
  const admin = may(await locals.actor(), 'platform.administer');
  if (admin.ok) return admin.value;
  if (admin.reason === 'signed_out') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  if (admin.reason === 'second_factor_needed') redirect(303, '/settings/security');
  error(403, 'This page is for the people who run the platform.');
}
