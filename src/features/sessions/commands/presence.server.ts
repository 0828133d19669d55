import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { lockPersons } from '#infra/db/transact.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';
import { isDoorOpen, mayStart, type Side } from '../rules/attendance.ts';
import { stageOf } from '../state.ts';
import { arrive } from './join.server.ts';
import { lockSession, mustMove, type SessionRow } from './move.server.ts';

/** A meeting's provider saw one side there at `at`. It counts as an arrival while the door was open; else nothing happens. */
export async function noteSeen(app: App, tx: Tx, sessionId: SessionId, side: Side, at: Instant): Promise<void> {
  const row = await lockWithPeople(tx, sessionId);
  if (row === null || !isDoorOpen(row, at)) return;
  const stage = stageOf(row);
  if (stage === 'SCHEDULED_PAID' || stage === 'IN_PROGRESS') await arrive(app, tx, row, side, at);
}

/** The meeting began at `at`. From ten minutes before the start to the end the session begins with it; else nothing happens. */
export async function noteMeetingStarted(app: App, tx: Tx, sessionId: SessionId, at: Instant): Promise<void> {
  const row = await lockWithPeople(tx, sessionId);
  if (row === null || stageOf(row) !== 'SCHEDULED_PAID' || !mayStart(row, at)) return;
  await mustMove(app, tx, row, 'start', { mover: 'clock', why: 'the meeting has started' }, { startedAt: at });
}

/** Locks a session, its people first, as every change of one does. Again in the same transaction costs only the asking. */
export async function lockWithPeople(tx: Tx, sessionId: SessionId): Promise<SessionRow | null> {
  const [people] = await tx
    .select({ studentId: session.studentId, tutorId: session.tutorId })
    .from(session)
    .where(eq(session.id, sessionId));
  if (people === undefined) return null;
  await lockPersons(tx, [people.studentId, people.tutorId]);
  return lockSession(tx, sessionId);
}
