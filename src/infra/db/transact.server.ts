import { sql } from 'drizzle-orm';
import { Rollback, type Refusal, type Result } from '#shared/result.ts';
import type { PersonId } from '#shared/id.ts';
import type { Database, Tx } from './client.server.ts';

const DEADLOCK = '40P01';
const MAX_TRIES = 4;

/** Runs one command's transaction. A refusal rolls everything back and comes out as a value. */
export async function transact<T>(db: Database, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await inTransaction(db, async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new Rollback(result);
      return result;
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** Runs a transaction that refuses nothing. A deadlock is tried again three times: PostgreSQL chose us as its victim, and we did nothing wrong. */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (sqlState(error) !== DEADLOCK || attempt === MAX_TRIES) throw error;
    }
  }
}

/** SQLSTATE of a database error, wherever the driver put it, or null. */
export function sqlState(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
  }
  return null;
}

/**
 * Serialises everything that takes or frees these people's time, until the transaction ends. In id order,
 * so that two bookings of the same pair cannot wait for each other.
 */
export async function lockPersons(tx: Tx, personIds: readonly PersonId[]): Promise<void> {
  const inOrder = [...new Set<string>(personIds)].sort();
  // In one statement: PostgreSQL takes them from left to right.
  const locks = inOrder.map((id) => sql`pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
  if (locks.length > 0) await tx.execute(sql`select ${sql.join(locks, sql`, `)}`);
}

/**
 * Sends what does not depend on each other within a transaction together, and waits once for all the answers. Which
 * goes first is not promised. When one fails the others are still waited for, so that none outlives its transaction.
 */
export async function together<const Work extends readonly unknown[]>(
  ...work: Work
): Promise<{ -readonly [Place in keyof Work]: Awaited<Work[Place]> }> {
  const started = work.map((one) => Promise.resolve(one));
  try {
    return (await Promise.all(started)) as { -readonly [Place in keyof Work]: Awaited<Work[Place]> };
  } finally {
    await Promise.allSettled(started);
  }
}

function refusalOf(error: unknown): Refusal | null {
  return error instanceof Rollback ? error.refusal : null;
}
