import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { openAdminTask } from '#features/payments/commands/open-admin-task.server.ts';
import { refuse, type Result, ok } from '#shared/result.ts';
import { claimHolds, mayClaimNoShow, mayComplete, mayStart, releaseTime, type Side } from '../rules/attendance.ts';
import { next, stageOf } from '../state.ts';
import { move, type MovedBy, type SessionRow } from './move.server.ts';
import { refundSession } from './session-money.server.ts';
import { arrive } from './join.server.ts';
import { tell } from './tell.server.ts';

/** The tutor starts the session: from ten minutes before it to its end. It counts as their arrival. */
export async function start(app: App, tx: Tx, row: SessionRow, by: MovedBy): Promise<Result<SessionRow>> {
  const legal = next(stageOf(row), 'start', 'tutor');
  if (!legal.ok) return legal;
  const now = app.clock.now();
  if (!mayStart(row, now)) {
    return refuse('too_early', {
      message: 'A session can be started from 10 minutes before it until its end. Nothing was changed.',
      data: { status: row.status },
    });
  }
  const arrived = await arrive(app, tx, row, 'tutor');
  if (arrived.status === 'IN_PROGRESS') return ok(arrived);
  return move(app, tx, arrived, 'start', by, { startedAt: now });
}

/** The tutor says that it took place, from the scheduled end on. The share is released 48 hours later. */
export async function complete(app: App, tx: Tx, row: SessionRow, by: MovedBy): Promise<Result<SessionRow>> {
  const legal = next(stageOf(row), 'complete', 'tutor');
  if (!legal.ok) return legal;
  const now = app.clock.now();
  if (!mayComplete(row, now)) {
    return refuse('too_early', {
      message: 'A session can be completed from its scheduled end on. Nothing was changed.',
      data: { status: row.status },
    });
  }
  const done = await move(app, tx, row, 'complete', by, { endedAt: now, releaseAt: releaseOf(app, row) });
  if (done.ok) await tell(app, tx, done.value, 'session_completed', ['student']);
  return done;
}

/**
 * One side says that the other stayed away. It holds when the claimant arrived and the other has not; otherwise
 * an admin is asked and the session stays as it is.
 */
export async function claimNoShow(
  app: App,
  tx: Tx,
  row: SessionRow,
  claimant: Side,
  by: MovedBy,
): Promise<Result<SessionRow>> {
  const legal = next(stageOf(row), 'noShow', claimant);
  if (!legal.ok) return legal;
  if (!mayClaimNoShow(row, app.clock.now())) {
    return refuse('too_early', {
      message: 'Please wait until 15 minutes after the start: they may be on their way. Nothing was changed.',
      data: { status: row.status },
    });
  }
  if (!claimHolds(row, claimant)) {
    const detail = `The ${claimant} says that the other side stayed away${by.why ? `: ${by.why}` : ''}. Our record of arrivals does not settle it.`;
    await openAdminTask(app, tx, { kind: 'no_show_claim', subjectId: row.id, detail });
    return ok(row);
  }
  return closeAsNoShow(app, tx, row, claimant === 'student' ? 'tutor' : 'student', 'noShow', by);
}

/** NO_SHOW of one side: the tutor's absence returns everything, the student's nothing. */
export async function closeAsNoShow(
  app: App,
  tx: Tx,
  row: SessionRow,
  absent: Side,
  event: 'noShow' | 'settleNoShowByClock',
  by: MovedBy,
): Promise<Result<SessionRow>> {
  const refundMinor = absent === 'tutor' ? (row.keptMinor ?? 0) : 0;
  const money =
    row.keptMinor === null || absent === 'student'
      ? {}
      : await refundSession(app, tx, row, row.keptMinor, 'tutor_absent');
  const releaseAt = absent === 'student' && row.keptMinor !== null ? releaseOf(app, row) : null;
  const changes = { ...money, noShow: absent, endedAt: app.clock.now(), releaseAt };
  const closed = await move(app, tx, row, event, by, changes);
  if (closed.ok) await tell(app, tx, closed.value, 'session_no_show', ['student', 'tutor'], { absent, refundMinor });
  return closed;
}

/** When the shares are released, for a session that closes now; free ones have none. */
export function releaseOf(app: App, row: SessionRow): SessionRow['releaseAt'] {
  return row.keptMinor === null ? null : releaseTime(row, app.clock.now());
}
