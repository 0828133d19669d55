import { eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { next, stageOf, statusOfStage, TAKING_STATUSES, type Mover, type SessionEventName } from '../state.ts';
import { freeTime } from './take-time.server.ts';

export type SessionRow = typeof session.$inferSelect;
type Changes = Partial<typeof session.$inferInsert>;

export type MovedBy = { mover: Mover; personId?: PersonId; why?: string };

/** Reads a session for a change, locked until the transaction ends. Lock its people first (`lockPersons`). */
export async function lockSession(tx: Tx, id: SessionId): Promise<SessionRow | null> {
  const [row] = await tx.select().from(session).where(eq(session.id, id)).for('update');
  return row ?? null;
}

/** `version_conflict` with the state as it now is, when the caller saw an older one. */
export function checkVersion(row: SessionRow, version: number | undefined): Result<SessionRow> {
  if (version === undefined || version === row.version) return ok(row);
  return refuse('version_conflict', {
    data: { status: row.status, paymentStatus: row.paymentStatus, version: row.version },
  });
}

/**
 * Makes one move of the state table: the row, its version, its line in `session_event`, and its taken time
 * when the move leaves it. `wrong_state` when the table has no such move.
 */
export async function move(
  app: App,
  tx: Tx,
  row: SessionRow,
  event: SessionEventName,
  by: MovedBy,
  changes: Changes = {},
): Promise<Result<SessionRow>> {
  const to = next(stageOf(row), event, by.mover);
  if (!to.ok) return to;
  const status = statusOfStage(to.value);
  const now = app.clock.now();
  const [moved] = await tx
    .update(session)
    .set({ ...changes, status, version: sql`${session.version} + 1`, updatedAt: now })
    .where(eq(session.id, row.id))
    .returning();
  assert(moved !== undefined, `session ${row.id} exists`);
  await tx.insert(sessionEvent).values({
    sessionId: row.id,
    event,
    personId: by.personId ?? null,
    actor: by.mover,
    fromStatus: row.status,
    toStatus: status,
    why: by.why ?? null,
    happenedAt: now,
  });
  if (takesTime(row) && !takesTime(moved)) await freeTime(app, tx, moved);
  return ok(moved);
}

/** A move that the caller has checked to be legal: anything else is a bug. */
export async function mustMove(...args: Parameters<typeof move>): Promise<SessionRow> {
  const moved = await move(...args);
  assert(moved.ok, `${args[3]} of a session that is ${args[2].status}`);
  return moved.value;
}

function takesTime(row: SessionRow): boolean {
  return (TAKING_STATUSES as readonly string[]).includes(row.status);
}
