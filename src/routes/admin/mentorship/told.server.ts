import type { App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { verificationOf } from '#features/accounts/queries/tutors.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { hrefOf } from './tabs.ts';

/** Where verifying, or taking it back, leads to. */
export function hrefOfVerification({ id, verified }: { id: string; verified: boolean }): string {
  return hrefOf('tutors', { done: verified ? 'verified' : 'unverified', tutor: id });
}

/**
 * Whom the page tells to be verified, or no longer. The address says only of whom: what is told of them is as it stands,
 * so that nobody is made to read something else by a link. Null when nothing is to be told, or it is not so any more.
 */
export async function verificationTold(
  app: App,
  admin: May<'platform.administer'>,
  query: URLSearchParams,
): Promise<{ name: string; verified: boolean } | null> {
  const [done, tutor] = [query.get('done'), query.get('tutor')];
  if (tutor === null || (done !== 'verified' && done !== 'unverified')) return null;
  const found = await verificationOf(app, admin, readId<PersonId>(tutor));
  return found?.verified === (done === 'verified') ? found : null;
}
