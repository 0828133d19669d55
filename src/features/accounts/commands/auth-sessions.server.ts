import { and, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { authSession } from '#infra/db/tables/accounts.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { readId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { may, type Actor } from '../gates.server.ts';
import { endAuthSessions } from './password.server.ts';

/** Signs one of one's own devices out. Anybody else's is `not_found`. */
export async function endAuthSession(app: App, actor: Actor | null, id: string): Promise<Result<void>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const mine = and(eq(authSession.id, readId(id)), eq(authSession.personId, allowed.value.personId));
  const ended = await app.db.delete(authSession).where(mine).returning({ id: authSession.id });
  return ended.length > 0 ? ok(undefined) : refuse('not_found', { message: 'That device is signed out already.' });
}

/** Signs out every device but the one that asks, and says how many. */
export async function endOtherAuthSessions(
  app: App,
  actor: Actor | null,
  keepToken: string | null,
): Promise<Result<number>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  return transact(app.db, async (tx) => ok(await endAuthSessions(tx, allowed.value.personId, keepToken)));
}
