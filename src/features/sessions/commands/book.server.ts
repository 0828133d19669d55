import { and, count, eq, gt, sql } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { refuseErased } from '#features/accounts/commands/lock-actor.server.ts';
import { whySlotIsClosed } from '#features/availability/queries.server.ts';
import { noteSuggestionBooked } from '#features/offerings/commands/course-suggestions.server.ts';
import type { BookingMode } from '#features/offerings/types.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { lockPersons, together, transact } from '#infra/db/transact.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, type ChargeId, type CourseId, type PersonId, type SessionId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { isBefore, minutesBetween, plusMinutes, type Instant } from '#shared/time.ts';
import { SESSION_CONFIRMED, SESSION_DEADLINE } from '../events.ts';
import { approvalDeadline, holdDeadline } from '../rules.ts';
import { bookableOffering, type BookableOffering } from './bookable-offering.server.ts';
import { cancelOwnRequests, rejectRivalRequests } from './close-requests.server.ts';
import { expireAll, staleTakers } from './expire.server.ts';
import { issueMailLinks } from './mail-links.server.ts';
import type { SessionRow } from './move.server.ts';
import { chargeSession } from './pay-page.server.ts';
import { takeTimeAnew } from './take-time.server.ts';
import { tell } from './tell.server.ts';

type Wish = {
  offering: BookableOffering;
  mode: BookingMode;
  start: Instant;
  note: string | null;
  /** The completed course whose card led here. */
  sourceCourseId?: CourseId | null;
};

export type Booking = {
  session: SessionRow;
  /** The attempt to open now; null when there is nothing to pay, or an earlier request made one. */ chargeId: ChargeId | null;
};

/**
 * Everything of a booking that is one transaction: under both people's locks it re-reads the offering, judges
 * the slot again, takes the time and records what is to be paid. Nothing outside is asked.
 */
export function book(app: App, student: May<'session.book'>, wish: Wish): Promise<Result<Booking>> {
  return transact(app.db, async (tx) => {
    const now = app.clock.now();
    await lockPersons(tx, [student.personId, wish.offering.tutorId]);
    const { gone, before, offering, stale, refusal } = await judge(tx, student.personId, wish, now);
    if (gone !== null) return gone;
    if (before !== null) return ok({ session: await sessionById(tx, before), chargeId: null });
    if (offering === null) return refuse('not_found', { message: 'This offering is not open for booking any more.' });
    if (refusal !== null) return refusal;
    await expireAll(app, tx, stale, now);
    const row = await insertSession(app, tx, student.personId, { ...wish, offering }, now);
    await noteSuggestionBooked(tx, row, now);
    if (wish.mode === 'REQUEST') return request(app, tx, row, now);
    const [taken, held] = await together(
      takeTimeAnew(app, tx, row),
      row.priceMinor === 0 ? null : hold(app, tx, row, now),
      noteBegin(tx, row, now),
      cancelOwnRequests(app, tx, row),
    );
    // Whatever else was written is taken back with the refusal.
    if (taken !== 'taken') return refuse(taken === 'tutor_busy' ? 'slot_taken' : 'student_busy');
    return held ?? confirmFree(app, tx, row);
  });
}

/** Everything that decides a booking, read under the locks in one wait. The offering may have changed since it was wished for. */
async function judge(tx: Tx, studentId: PersonId, wish: Wish, now: Instant) {
  const [gone, before, offering, stale, refusal] = await together(
    refuseErased(tx, studentId),
    sameWish(tx, studentId, wish, now),
    bookableOffering(tx, wish.offering.id),
    staleTakers(tx, [studentId, wish.offering.tutorId], now),
    refusalOf(tx, studentId, wish, now),
  );
  if (offering === null || isAsWished(offering, wish.offering)) return { gone, before, offering, stale, refusal };
  return { gone, before, offering, stale, refusal: await refusalOf(tx, studentId, { ...wish, offering }, now) };
}

/** Equal in all that the refusals look at. */
function isAsWished(offering: BookableOffering, wished: BookableOffering): boolean {
  return offering.durationMinutes === wished.durationMinutes && offering.priceMinor === wished.priceMinor;
}

async function refusalOf(tx: Tx, studentId: PersonId, wish: Wish, now: Instant): Promise<Refusal | null> {
  const [many, closed] = await together(tooMany(tx, studentId, wish, now), slotRefusal(tx, wish, now));
  return many ?? closed;
}

/** The same student, offering and start with a booking that still lives: double submits and Back find it again. */
async function sameWish(tx: Tx, studentId: PersonId, wish: Wish, now: Instant): Promise<SessionId | null> {
  const [found] = await tx
    .select({ id: session.id })
    .from(session)
    .where(
      and(
        eq(session.studentId, studentId),
        eq(session.offeringId, wish.offering.id),
        eq(session.startsAt, wish.start),
        eq(session.bookingMode, wish.mode),
        wish.mode === 'REQUEST'
          ? and(eq(session.status, 'PENDING_MENTOR_REVIEW'), gt(session.approvalDeadline, now))
          : sql`((${session.status} = 'PENDING_PAYMENT' and ${session.paymentDeadline} > ${now.toString()}::timestamptz)
              or (${session.status} = 'SCHEDULED' and ${session.paymentStatus} = 'NOT_REQUIRED'))`,
      ),
    );
  return found?.id ?? null;
}

async function sessionById(tx: Tx, id: SessionId): Promise<SessionRow> {
  const [row] = await tx.select().from(session).where(eq(session.id, id));
  assert(row !== undefined, `session ${id} exists`);
  return row;
}

async function tooMany(tx: Tx, studentId: PersonId, wish: Wish, now: Instant): Promise<Refusal | null> {
  if (wish.mode === 'REQUEST') return null;
  if (wish.offering.priceMinor === 0) {
    const upcoming = await countOf(
      tx,
      and(
        eq(session.studentId, studentId),
        eq(session.tutorId, wish.offering.tutorId),
        eq(session.priceMinor, sql`0`),
        eq(session.status, 'SCHEDULED'),
        gt(session.startsAt, now),
      ),
    );
    return upcoming > 0 ? refuse('free_session_limit') : null;
  }
  const holds = await countOf(
    tx,
    and(eq(session.studentId, studentId), eq(session.status, 'PENDING_PAYMENT'), gt(session.paymentDeadline, now)),
  );
  return holds >= settings.maxHoldsPerStudent ? refuse('too_many_holds') : null;
}

async function countOf(tx: Tx, where: ReturnType<typeof and>): Promise<number> {
  const [row] = await tx.select({ rows: count() }).from(session).where(where);
  return row?.rows ?? 0;
}

async function slotRefusal(tx: Tx, wish: Wish, now: Instant): Promise<Refusal | null> {
  const closed = await whySlotIsClosed(tx, wish.offering, { start: wish.start, now, bookingMode: wish.mode });
  return closed === null ? null : refuse(closed);
}

async function insertSession(app: App, tx: Tx, studentId: PersonId, wish: Wish, now: Instant): Promise<SessionRow> {
  const { offering, mode, start } = wish;
  const isFree = offering.priceMinor === 0;
  const status = mode === 'REQUEST' ? 'PENDING_MENTOR_REVIEW' : isFree ? 'SCHEDULED' : 'PENDING_PAYMENT';
  const row: SessionRow = {
    ...UNTOUCHED,
    id: newId<SessionId>(app.random, now.epochMilliseconds),
    offeringId: offering.id,
    tutorId: offering.tutorId,
    studentId,
    courseId: offering.courseId,
    sourceCourseId: wish.sourceCourseId ?? null,
    title: offering.title,
    description: wish.note || offering.description,
    durationMinutes: offering.durationMinutes,
    priceMinor: offering.priceMinor,
    currency: offering.currency,
    platformBasisPoints: settings.platformBasisPoints,
    refundPolicy: offering.refundPolicy,
    bufferBeforeMinutes: offering.bufferBeforeMinutes,
    bufferAfterMinutes: offering.bufferAfterMinutes,
    bookingMode: mode,
    status,
    paymentStatus: isFree ? 'NOT_REQUIRED' : 'PENDING',
    startsAt: start,
    endsAt: plusMinutes(start, offering.durationMinutes),
    approvalDeadline: mode === 'REQUEST' ? approvalDeadline(now, start) : null,
    paymentDeadline: status === 'PENDING_PAYMENT' ? holdDeadline(now, start) : null,
    createdAt: now,
    updatedAt: now,
  };
  await tx.insert(session).values(row);
  return row;
}

/** What nothing has happened to yet. Written out, so that the row need not come back from the database. */
const UNTOUCHED = {
  startedAt: null,
  endedAt: null,
  deadlineExtendedAt: null,
  approvalNotes: null,
  rejectedAt: null,
  noShow: null,
  settledChargeId: null,
  keptMinor: null,
  moneyState: null,
  releaseAt: null,
  studentMoves: 0,
  movedFrom: null,
  disputedAt: null,
  disputedBy: null,
  disputeReason: null,
  resolvedAt: null,
  meetingUrl: null,
  meetingProvider: null,
  studentArrivedAt: null,
  tutorArrivedAt: null,
  version: 1,
} as const;

/** The first line of a session's history. */
async function noteBegin(tx: Tx, row: SessionRow, now: Instant): Promise<void> {
  const event = row.bookingMode === 'REQUEST' ? 'request' : row.priceMinor === 0 ? 'bookFree' : 'hold';
  const by = { personId: row.studentId, actor: 'student' } as const;
  await tx.insert(sessionEvent).values({ sessionId: row.id, event, ...by, toStatus: row.status, happenedAt: now });
}

async function hold(app: App, tx: Tx, row: SessionRow, now: Instant): Promise<Result<Booking>> {
  const deadline = row.paymentDeadline;
  assert(deadline !== null && isBefore(now, deadline), 'a hold has time left');
  const startAfterSeconds = Math.ceil(minutesBetween(now, deadline) * 60);
  const [chargeId] = await together(
    chargeSession(app, tx, row),
    app.jobs.enqueue(tx, SESSION_DEADLINE, { sessionId: row.id }, { startAfterSeconds }),
  );
  return ok({ session: row, chargeId });
}

async function confirmFree(app: App, tx: Tx, row: SessionRow): Promise<Result<Booking>> {
  await app.jobs.enqueue(tx, SESSION_CONFIRMED, { sessionId: row.id });
  await tell(app, tx, row, 'session_booked', ['student', 'tutor']);
  await rejectRivalRequests(app, tx, row);
  return ok({ session: row, chargeId: null });
}

async function request(app: App, tx: Tx, row: SessionRow, now: Instant): Promise<Result<Booking>> {
  assert(row.approvalDeadline !== null, 'a request has a deadline');
  await noteBegin(tx, row, now);
  const answerLinks = await issueMailLinks(app, tx, row);
  await tell(app, tx, row, 'request_submitted', ['tutor'], {
    deadline: row.approvalDeadline.toString(),
    message: row.description,
    answerLinks,
  });
  return ok({ session: row, chargeId: null });
}
