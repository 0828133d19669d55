import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { may, type May } from '#features/accounts/gates.server.ts';

/** The tutor or mentor whose page this is. Signed out goes to sign in and comes back; any other role is a 403. */
export async function teacherHere({
  locals,
  url,
}: Pick<RequestEvent, 'locals' | 'url'>): Promise<May<'session.teach'>> {
  const teacher = may(await locals.actor(), 'session.teach');
  if (teacher.ok) return teacher.value;
  if (teacher.reason === 'signed_out') redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  error(403, 'This page is for tutors and mentors. Your account books sessions; it does not give them.');
}
