import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { isBefore, minutesBetween, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { SESSION_CONFIRMED, SESSION_DEADLINE } from '../events.ts';
import { paymentDeadline } from '../rules.ts';
import { next, stageOf, type SessionEventName } from '../state.ts';
import { cancelOwnRequests, rejectRivalRequests } from './close-requests.server.ts';
import { expireStaleTakers } from './expire.server.ts';
import { mustMove, type MovedBy, type SessionRow } from './move.server.ts';
import { takeTime } from './take-time.server.ts';
import { tell } from './tell.server.ts';

type Approval = { start: Instant; notes: string | null };

/**
 * Makes a request a session, in the caller's transaction: the time is taken and the student may pay until the
 * payment deadline; a free one is booked. Only overlap is judged again, not hours or notice.
 */
export async function approve(
  app: App,
  tx: Tx,
  row: SessionRow,
  by: MovedBy,
  { start, notes }: Approval,
): Promise<Result<SessionRow>> {
  const isFree = row.priceMinor === 0;
  const event = isFree ? 'approveFree' : 'approve';
  const refusal = refuseAnswer(app, row, event, by.mover === 'student' ? 'student' : 'tutor');
  if (refusal !== null) return refusal;
  const now = app.clock.now();
  await expireStaleTakers(app, tx, [row.studentId, row.tutorId], now);
  const times = { startsAt: start, endsAt: plusMinutes(start, row.durationMinutes) };
  const taken = await takeTime(app, tx, { ...row, ...times });
  if (taken === 'tutor_busy')
    return refuse('slot_taken', { message: 'There is another session then. Nothing was changed.' });
  if (taken === 'student_busy')
    return refuse('student_busy', { message: 'The student has another session then. Nothing was changed.' });
  const deadline = isFree ? null : paymentDeadline(now, start);
  const approved = await mustMove(app, tx, row, event, by, {
    ...times,
    approvalNotes: notes,
    paymentDeadline: deadline,
  });
  await cancelOwnRequests(app, tx, approved);
  if (deadline === null) await confirmFree(app, tx, approved);
  else await askForPayment(app, tx, approved, deadline, notes);
  return ok(approved);
}

async function confirmFree(app: App, tx: Tx, row: SessionRow): Promise<void> {
  await app.jobs.enqueue(tx, SESSION_CONFIRMED, { sessionId: row.id });
  await tell(app, tx, row, 'session_booked', ['student', 'tutor']);
  await rejectRivalRequests(app, tx, row);
}

async function askForPayment(
  app: App,
  tx: Tx,
  row: SessionRow,
  deadline: Instant,
  notes: string | null,
): Promise<void> {
  const startAfterSeconds = Math.ceil(minutesBetween(app.clock.now(), deadline) * 60);
  await app.jobs.enqueue(tx, SESSION_DEADLINE, { sessionId: row.id }, { startAfterSeconds });
  await tell(app, tx, row, 'request_approved', ['student'], {
    deadline: toIso(deadline),
    ...(notes && { message: notes }),
  });
}

/** Why a request cannot be answered now: it is none any more, or its deadline has passed. */
export function refuseAnswer(
  app: App,
  row: SessionRow,
  event: Extract<SessionEventName, 'approve' | 'approveFree' | 'reject'>,
  mover: 'tutor' | 'student',
): Refusal | null {
  const legal = next(stageOf(row), event, mover);
  if (!legal.ok) return legal;
  if (row.approvalDeadline !== null && isBefore(app.clock.now(), row.approvalDeadline)) return null;
  return refuse('deadline_passed', {
    message: 'The time to answer this request has passed, so it has expired. Nothing was charged.',
    data: { status: 'EXPIRED' },
  });
}
