import { and, asc, eq, gt, lt, ne } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { plusMinutes } from '#shared/time.ts';
import { lockSession, mustMove, type SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

/** The student's time is taken now: their other requests for it become CANCELLED. */
export async function cancelOwnRequests(app: App, tx: Tx, taker: SessionRow): Promise<void> {
  const mine = and(
    eq(session.studentId, taker.studentId),
    lt(session.startsAt, taker.endsAt),
    gt(session.endsAt, taker.startsAt),
  );
  for (const row of await openRequests(tx, taker, mine)) {
    const by = { mover: 'student', personId: taker.studentId, why: 'the student booked another session then' } as const;
    const cancelled = await mustMove(app, tx, row, 'ownTimeTaken', by);
    await tell(app, tx, cancelled, 'booking_withdrawn', ['tutor']);
  }
}

/** The tutor's time is sold now: other requests for it become REJECTED, and their students are told why. */
export async function rejectRivalRequests(app: App, tx: Tx, sold: SessionRow): Promise<void> {
  const theirs = and(
    eq(session.tutorId, sold.tutorId),
    lt(session.startsAt, plusMinutes(sold.endsAt, sold.bufferAfterMinutes)),
    gt(session.endsAt, plusMinutes(sold.startsAt, -sold.bufferBeforeMinutes)),
  );
  const message = 'Somebody else has booked this time meanwhile.';
  for (const row of await openRequests(tx, sold, theirs)) {
    const changes = { rejectedAt: app.clock.now(), approvalNotes: message };
    const rejected = await mustMove(app, tx, row, 'timeTaken', { mover: 'paystack', why: 'time taken' }, changes);
    await tell(app, tx, rejected, 'request_rejected', ['student'], { message });
  }
}

async function openRequests(tx: Tx, taker: SessionRow, which: ReturnType<typeof and>): Promise<SessionRow[]> {
  const found = await tx
    .select({ id: session.id })
    .from(session)
    .where(and(which, ne(session.id, taker.id), eq(session.status, 'PENDING_MENTOR_REVIEW')))
    .orderBy(asc(session.id));
  const rows: SessionRow[] = [];
  for (const { id } of found) {
    const row = await lockSession(tx, id);
    if (row?.status === 'PENDING_MENTOR_REVIEW') rows.push(row);
  }
  return rows;
}
