import { settings } from '#shared/settings.ts';
import { isBefore, latest, plusMinutes, type Instant } from '#shared/time.ts';

type Times = { startsAt: Instant; endsAt: Instant };
type Arrivals = { studentArrivedAt: Instant | null; tutorArrivedAt: Instant | null };

/** The door opens 10 minutes before the start and closes 15 minutes after the end. */
export function doorTimes(session: Times): { opensAt: Instant; closesAt: Instant } {
  return {
    opensAt: plusMinutes(session.startsAt, -settings.doorOpensBeforeMinutes),
    closesAt: plusMinutes(session.endsAt, settings.doorClosesAfterMinutes),
  };
}

export function isDoorOpen(session: Times, now: Instant): boolean {
  const { opensAt, closesAt } = doorTimes(session);
  return !isBefore(now, opensAt) && isBefore(now, closesAt);
}

/** A session may be started from 10 minutes before its start to its end. */
export function mayStart(session: Times, now: Instant): boolean {
  return !isBefore(now, doorTimes(session).opensAt) && isBefore(now, session.endsAt);
}

/** A tutor may complete a session from its scheduled end on. */
export function mayComplete(session: Times, now: Instant): boolean {
  return !isBefore(now, session.endsAt);
}

/** Until 15 minutes after the start, the other side may simply be late. */
export function mayClaimNoShow(session: Times, now: Instant): boolean {
  return !isBefore(now, plusMinutes(session.startsAt, settings.noShowAfterMinutes));
}

export type Side = 'student' | 'tutor';

/** A side that arrived may claim the absence of one that has not; anything else is a question for an admin. */
export function claimHolds(arrivals: Arrivals, claimant: Side): boolean {
  const mine = claimant === 'student' ? arrivals.studentArrivedAt : arrivals.tutorArrivedAt;
  const theirs = claimant === 'student' ? arrivals.tutorArrivedAt : arrivals.studentArrivedAt;
  return mine !== null && theirs === null;
}

/** 24 hours after the end the clock settles what nobody did. */
export function settlesAt(session: Times): Instant {
  return plusMinutes(session.endsAt, settings.settleAfterHours * 60);
}

/** What the arrivals say of a session that nobody closed: it took place, one side stayed away, or an admin must look. */
export function verdictOf({
  studentArrivedAt,
  tutorArrivedAt,
}: Arrivals): 'completed' | 'student_absent' | 'tutor_absent' | 'unknown' {
  if (studentArrivedAt !== null && tutorArrivedAt !== null) return 'completed';
  if (tutorArrivedAt !== null) return 'student_absent';
  return studentArrivedAt !== null ? 'tutor_absent' : 'unknown';
}

/** The dispute window and the release both run 48 hours from the later of the scheduled end and the move that closed it. */
export function releaseTime(session: Times, closedAt: Instant): Instant {
  return plusMinutes(latest(session.endsAt, closedAt), settings.releaseAfterHours * 60);
}
