import { isBefore, type Instant } from '#shared/time.ts';
import { next, stageOf, type SessionEventName } from '../state.ts';
import type { Moves, PaymentStatus, SessionStatus, UserRole } from '../types.ts';
import { doorTimes, isDoorOpen, mayClaimNoShow, mayComplete, mayStart, releaseTime } from './attendance.ts';
import { maySayLate, maySetMeeting, mayWrite } from './around.ts';
import { mayReschedule } from './proposal.ts';

/** What the moves depend on; `status` as it is now, a passed deadline read as passed. */
export type Movable = {
  status: SessionStatus;
  paymentStatus: PaymentStatus;
  startsAt: Instant;
  endsAt: Instant;
  endedAt: Instant | null;
  studentMoves: number;
  disputedAt: Instant | null;
  /** When an admin decided: that is final. */
  resolvedAt: Instant | null;
  /** An admin has been asked already. */
  isWithAdmin: boolean;
};

/** What `viewer` may do with a session at `now`: the buttons that its pages show. The commands judge again. */
export function movesOf(session: Movable, viewer: UserRole, now: Instant): Moves {
  const stage = stageOf(session);
  const may = (event: SessionEventName) => next(stage, event, viewer).ok;
  const isStudent = viewer === 'student';
  const meets = viewer !== 'admin' && (stage === 'SCHEDULED_PAID' || stage === 'IN_PROGRESS');
  const withdraw = isStudent ? may('withdraw') : may('withdraw') && stage !== 'SCHEDULED_UNPAID';
  const isUndisputed = session.disputedAt === null && session.resolvedAt === null;
  return {
    pay: isStudent && (stage === 'PENDING_PAYMENT' || stage === 'SCHEDULED_UNPAID'),
    withdraw,
    answer: may('reject'),
    propose: may('propose') && isBefore(now, session.startsAt),
    cancel: !withdraw && may('cancel') && isBefore(now, session.startsAt),
    reschedule: isStudent && may('reschedule') && isBefore(now, session.startsAt) ? mayReschedule(session, now) : null,
    door: meets ? doorAt(session, now) : null,
    start: viewer === 'tutor' && may('start') && mayStart(session, now),
    complete: may('complete') && mayComplete(session, now),
    claimNoShow: may('noShow') && mayClaimNoShow(session, now) && !session.isWithAdmin,
    write: viewer !== 'admin' && mayWrite(session, now) === 'yes',
    sayLate: viewer !== 'admin' && maySayLate(session, now) === 'yes',
    setMeeting: viewer === 'tutor' && maySetMeeting(session, now) === 'yes',
    dispute: may('dispute') && isUndisputed && isBefore(now, disputeEndsAt(session)),
  };
}

/** 48 hours from the later of the scheduled end and the move that closed it. */
export function disputeEndsAt(session: Pick<Movable, 'startsAt' | 'endsAt' | 'endedAt'>): Instant {
  return releaseTime(session, session.endedAt ?? session.endsAt);
}

function doorAt(session: Movable, now: Instant): 'before' | 'open' | 'after' {
  if (isDoorOpen(session, now)) return 'open';
  return isBefore(now, doorTimes(session).opensAt) ? 'before' : 'after';
}
