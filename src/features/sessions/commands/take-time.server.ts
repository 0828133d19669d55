import { eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { takenTime } from '#infra/db/tables/sessions.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { plusMinutes, type Instant } from '#shared/time.ts';
import { refreshNextSlots } from '#features/availability/commands/next-slots.server.ts';

export type Taker = {
  id: SessionId;
  tutorId: PersonId;
  studentId: PersonId;
  startsAt: Instant;
  endsAt: Instant;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
};

/**
 * Takes both people's time for a session, or nobody's. The caller holds both people's locks and has expired
 * their stale takers. The exclusion constraint is what refuses an overlap; this only reports whose it was.
 */
export async function takeTime(app: App, tx: Tx, taker: Taker): Promise<'taken' | 'tutor_busy' | 'student_busy'> {
  await tx.delete(takenTime).where(eq(takenTime.sessionId, taker.id));
  return takeTimeAnew(app, tx, taker);
}

/** `takeTime` for a session that has taken none yet. */
export async function takeTimeAnew(app: App, tx: Tx, taker: Taker): Promise<'taken' | 'tutor_busy' | 'student_busy'> {
  const taken = await tx
    .insert(takenTime)
    .values([
      { sessionId: taker.id, personId: taker.tutorId, during: range(tutorStart(taker), tutorEnd(taker)) },
      { sessionId: taker.id, personId: taker.studentId, during: range(taker.startsAt, taker.endsAt) },
    ])
    .onConflictDoNothing()
    .returning({ personId: takenTime.personId });
  if (taken.length === 2) {
    await refreshNextSlots(tx, [taker.tutorId, taker.studentId], app.clock.now());
    return 'taken';
  }
  await tx.delete(takenTime).where(eq(takenTime.sessionId, taker.id));
  return taken.some(({ personId }) => personId === taker.tutorId) ? 'student_busy' : 'tutor_busy';
}

/** Lets a session that is about to move look past its own time. The caller takes time again, or rolls back. */
export async function lookPastOwnTime(tx: Tx, id: SessionId): Promise<void> {
  await tx.delete(takenTime).where(eq(takenTime.sessionId, id));
}

/** Gives both people's time back. */
export async function freeTime(app: App, tx: Tx, taker: Pick<Taker, 'id' | 'tutorId' | 'studentId'>): Promise<void> {
  await tx.delete(takenTime).where(eq(takenTime.sessionId, taker.id));
  await refreshNextSlots(tx, [taker.tutorId, taker.studentId], app.clock.now());
}

function tutorStart(taker: Taker): Instant {
  return plusMinutes(taker.startsAt, -taker.bufferBeforeMinutes);
}

function tutorEnd(taker: Taker): Instant {
  return plusMinutes(taker.endsAt, taker.bufferAfterMinutes);
}

function range(from: Instant, to: Instant) {
  return sql`tstzrange(${from.toString()}::timestamptz, ${to.toString()}::timestamptz)`;
}
