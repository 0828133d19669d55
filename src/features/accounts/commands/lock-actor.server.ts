import { and, eq, isNotNull } from 'drizzle-orm';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';

/**
 * `lockPersons` for whoever asks, and those whom it concerns. 401 `signed_out` when the asker's account was deleted
 * after they were let in: erasing holds the same lock, so nothing is written about them once they are gone.
 */
export async function lockActor(
  tx: Tx,
  { personId }: { personId: PersonId },
  others: readonly PersonId[] = [],
): Promise<Result<void>> {
  await lockPersons(tx, [personId, ...others]);
  return (await refuseErased(tx, personId)) ?? ok(undefined);
}

/** The same answer for whoever holds the lock already. */
export async function refuseErased(db: Executor, personId: PersonId): Promise<Refusal | null> {
  const isErased = (await db.$count(person, and(eq(person.id, personId), isNotNull(person.erasedAt)))) > 0;
  return isErased ? refuse('signed_out', { message: GONE }) : null;
}

const GONE = 'This account was deleted a moment ago. Nothing was changed.';
