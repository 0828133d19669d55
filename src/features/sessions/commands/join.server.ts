import { eq, sql } from 'drizzle-orm';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { isBefore, toIso, type Instant } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { doorTimes, isDoorOpen, mayStart, type Side } from '../rules/attendance.ts';
import { sessionInput } from '../schema.ts';
import { stageOf } from '../state.ts';
import { mustMove, type SessionRow } from './move.server.ts';

export type Joined = { meetingUrl: string | null; meetingProvider: string | null };

/** Pressing Join: an arrival is recorded and the meeting's address given, while the door is open. Both there: the session is in progress. */
export const joinMentorshipSession = defineCommand({
  name: 'joinMentorshipSession',
  permission: 'session.view',
  input: sessionInput,
  async run(app, actor, input): Promise<Result<Joined>> {
    return transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, { sessionId: input.sessionId }, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const refusal = whyNotAtDoor(app, row);
      if (refusal !== null) return refusal;
      await arrive(app, tx, row, role);
      return ok({ meetingUrl: row.meetingUrl, meetingProvider: row.meetingProvider });
    });
  },
});

/** Why a session cannot be entered now: it is not booked and paid, or its door is closed. Null: come in. */
export function whyNotAtDoor(app: App, row: SessionRow): Refusal | null {
  const stage = stageOf(row);
  if (stage !== 'SCHEDULED_PAID' && stage !== 'IN_PROGRESS') {
    return refuse('wrong_state', { data: { status: row.status } });
  }
  const now = app.clock.now();
  if (isDoorOpen(row, now)) return null;
  const { opensAt, closesAt } = doorTimes(row);
  return refuse(isBefore(now, opensAt) ? 'too_early' : 'too_late', {
    message: isBefore(now, opensAt) ? 'The door opens 10 minutes before the start.' : 'This session is over.',
    data: { opensAt: toIso(opensAt), closesAt: toIso(closesAt) },
  });
}

/** Records the first arrival of one side, at `at`; with both there the session starts. */
export async function arrive(
  app: App,
  tx: Tx,
  row: SessionRow,
  side: Side,
  at: Instant = app.clock.now(),
): Promise<SessionRow> {
  const known = side === 'student' ? row.studentArrivedAt : row.tutorArrivedAt;
  if (known !== null) return row;
  const [arrived] = await tx
    .update(session)
    .set({
      ...(side === 'student' ? { studentArrivedAt: at } : { tutorArrivedAt: at }),
      version: sql`${session.version} + 1`,
      updatedAt: app.clock.now(),
    })
    .where(eq(session.id, row.id))
    .returning();
  assert(arrived !== undefined, `session ${row.id} exists`);
  const bothThere = arrived.studentArrivedAt !== null && arrived.tutorArrivedAt !== null;
  if (!bothThere || arrived.status !== 'SCHEDULED' || !mayStart(arrived, at)) return arrived;
  return mustMove(app, tx, arrived, 'start', { mover: 'clock', why: 'both arrived' }, { startedAt: at });
}
