import { and, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { authAccount } from '#infra/db/tables/accounts.server.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { authOf } from './auth.server.ts';
import { limitRequest } from './limit-request.server.ts';
import { LIMITS } from './limits.ts';

const PROVIDER = 'credential';

/** Asks for the password again before something that cannot be taken back. `wrong_password`, `too_many_requests`. */
export async function askPassword(app: App, personId: PersonId, password: string): Promise<Result<void>> {
  const within = await limitRequest(app, LIMITS.ownPassword, personId, null);
  if (!within.ok) return within;
  const [row] = await app.db.select({ hash: authAccount.password }).from(authAccount).where(credentialOf(personId));
  const { password: hashing } = await authOf(app).$context;
  const isRight = typeof row?.hash === 'string' && (await hashing.verify({ hash: row.hash, password }));
  return isRight ? ok(undefined) : refuse('wrong_password', { fields: { password: 'That is not your password.' } });
}

/** Slow on purpose: call it outside of any transaction. */
export async function hashPassword(app: App, password: string): Promise<string> {
  const { password: hashing } = await authOf(app).$context;
  return hashing.hash(password);
}

export async function storePassword(app: App, tx: Tx, personId: PersonId, hash: string): Promise<void> {
  const now = new Date();
  const changed = await tx
    .update(authAccount)
    .set({ password: hash, updatedAt: now })
    .where(credentialOf(personId))
    .returning({ id: authAccount.id });
  if (changed.length > 0) return;
  const id = newId(app.random, now.getTime());
  const common = { providerId: PROVIDER, accountId: personId, personId, createdAt: now, updatedAt: now };
  await tx.insert(authAccount).values({ id, ...common, password: hash });
}

function credentialOf(personId: PersonId) {
  return and(eq(authAccount.personId, personId), eq(authAccount.providerId, PROVIDER));
}
