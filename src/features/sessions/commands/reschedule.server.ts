import { defineCommand, type App } from '#features/accounts/command.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import { whySlotIsClosed } from '#features/availability/queries.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { mayReschedule } from '../rules/proposal.ts';
import { SESSION_REPLANNED } from '../events.ts';
import { rescheduleInput } from '../schema.ts';
import { next, stageOf } from '../state.ts';
import type { SessionView } from '../types.ts';
import { cancelOwnRequests, rejectRivalRequests } from './close-requests.server.ts';
import { expireStaleTakers } from './expire.server.ts';
import { mustMove, type MovedBy, type SessionRow } from './move.server.ts';
import { dropProposal } from './proposal.server.ts';
import { lookPastOwnTime, takeTime } from './take-time.server.ts';
import { tell } from './tell.server.ts';

/** The student moves a paid session to another open time, at least 24 hours before it and twice at most. The payment moves along. */
export const rescheduleMentorshipSession = defineCommand({
  name: 'rescheduleMentorshipSession',
  permission: 'session.book',
  input: rescheduleInput,
  async run(app, student, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, student, input, ['student']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const refusal = refuseMove(app, row);
      if (refusal !== null) return refusal;
      const closed = await whyClosed(app, tx, row, input.scheduledAt);
      if (closed !== null) return closed;
      const by = { mover: 'student', personId: student.personId } as const;
      const moved = await moveTo(app, tx, row, input.scheduledAt, by, {
        studentMoves: row.studentMoves + 1,
        movedFrom: row.movedFrom ?? row.startsAt,
      });
      if (!moved.ok) return moved;
      await tell(
        app,
        tx,
        moved.value,
        'session_rescheduled',
        ['student', 'tutor'],
        { movedFrom: toIso(row.startsAt), by: 'student' },
        occasion(moved.value),
      );
      return ok(null);
    });
    if (!done.ok) return done;
    faultPoint(app, 'session.moved');
    const view = await sessionFor(app, student, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

function refuseMove(app: App, row: SessionRow): Refusal | null {
  const legal = next(stageOf(row), 'reschedule', 'student');
  if (!legal.ok) return legal;
  const answer = mayReschedule(row, app.clock.now());
  if (answer === 'too_often') return refuse('too_many_moves');
  if (answer === 'yes') return null;
  return refuse('too_late', {
    message:
      'A session can be moved until 24 hours before it starts. Ask your tutor to propose another time. Nothing was changed.',
  });
}

async function whyClosed(app: App, tx: Tx, row: SessionRow, start: Instant): Promise<Refusal | null> {
  if (start.equals(row.startsAt))
    return refuse('invalid', { fields: { scheduledAt: 'That is the time it has already.' } });
  await expireStaleTakers(app, tx, [row.studentId, row.tutorId], app.clock.now());
  await lookPastOwnTime(tx, row.id);
  const closed = await whySlotIsClosed(tx, row, { start, now: app.clock.now(), bookingMode: 'INSTANT' });
  return closed === null
    ? null
    : refuse(closed, { message: 'That time is not open any more. Your session stays where it is.' });
}

/** Whoever came early to the old time has not arrived at the new one. */
const NOBODY_THERE = { studentArrivedAt: null, tutorArrivedAt: null };

/**
 * Moves a paid session to another start in the caller's transaction: time, end and version; a proposal falls away.
 * `slot_taken` or `student_busy` when somebody has that time.
 */
export async function moveTo(
  app: App,
  tx: Tx,
  row: SessionRow,
  start: Instant,
  by: MovedBy,
  changes: Partial<Pick<SessionRow, 'studentMoves' | 'movedFrom'>> = {},
): Promise<Result<SessionRow>> {
  const times = { startsAt: start, endsAt: plusMinutes(start, row.durationMinutes) };
  const taken = await takeTime(app, tx, { ...row, ...times });
  if (taken !== 'taken') return refuse(taken === 'tutor_busy' ? 'slot_taken' : 'student_busy');
  const why = `from ${toIso(row.startsAt)} to ${toIso(start)}`;
  const moved = await mustMove(app, tx, row, 'reschedule', { why, ...by }, { ...times, ...changes, ...NOBODY_THERE });
  await dropProposal(tx, row.id);
  await cancelOwnRequests(app, tx, moved);
  await rejectRivalRequests(app, tx, moved);
  await app.jobs.enqueue(tx, SESSION_REPLANNED, { sessionId: row.id });
  return ok(moved);
}

/** Each move is told once, however often its transaction is tried. */
export function occasion(row: SessionRow): string {
  return `${row.id}:${row.version}`;
}
