import { settings } from '#shared/settings.ts';
import { isBefore, plusMinutes, type Instant } from '#shared/time.ts';
import { stageOf, type Stage } from '../state.ts';
import type { Late, SessionMessage, PaymentStatus, SessionStatus } from '../types.ts';
import { doorTimes, settlesAt, type Side } from './attendance.ts';

/** What the two people may do around a session besides moving it: write, say that they are late, change where it meets. */
type Around = {
  /** As it is now: a passed deadline read as passed. */
  status: SessionStatus;
  paymentStatus: PaymentStatus;
  startsAt: Instant;
  endsAt: Instant;
};

export type MayAround = 'yes' | 'wrong_state' | 'too_early' | 'too_late';

/** A hold is not known to its tutor yet, and what fell away is over. */
const TALKING: readonly Stage[] = [
  'PENDING_MENTOR_REVIEW',
  'SCHEDULED_UNPAID',
  'SCHEDULED_PAID',
  'IN_PROGRESS',
  'COMPLETED',
  'NO_SHOW',
];
const MEETING: readonly Stage[] = ['SCHEDULED_PAID', 'IN_PROGRESS'];

/** Both sides write until 48 hours after the scheduled end. */
export function mayWrite(session: Around, now: Instant): MayAround {
  if (!TALKING.includes(stageOf(session))) return 'wrong_state';
  return isBefore(now, writingEndsAt(session)) ? 'yes' : 'too_late';
}

export function writingEndsAt(session: Pick<Around, 'endsAt'>): Instant {
  return plusMinutes(session.endsAt, settings.messages.hoursAfter * 60);
}

/** From an hour before the start until the other side may speak of an absence. */
export function lateTimes({ startsAt }: Pick<Around, 'startsAt'>): { from: Instant; until: Instant } {
  return {
    from: plusMinutes(startsAt, -settings.late.fromMinutesBefore),
    until: plusMinutes(startsAt, settings.late.untilMinutesAfter),
  };
}

export function maySayLate(session: Around, now: Instant): MayAround {
  if (!MEETING.includes(stageOf(session))) return 'wrong_state';
  const { from, until } = lateTimes(session);
  if (isBefore(now, from)) return 'too_early';
  return isBefore(now, until) ? 'yes' : 'too_late';
}

/** Where a session meets can be changed as long as anyone may still come in. */
export function maySetMeeting(session: Around, now: Instant): MayAround {
  if (!MEETING.includes(stageOf(session))) return 'wrong_state';
  return isBefore(now, doorTimes(session).closesAt) ? 'yes' : 'too_late';
}

/** The newest word of one side about this start: what was said before a session moved is about another. */
export function lateOf(
  messages: readonly SessionMessage[],
  side: Side,
  session: Pick<Around, 'startsAt'>,
): Late | null {
  const from = lateTimes(session).from.epochMilliseconds;
  const said = messages.findLast(
    ({ from: who, lateMinutes, sentAt }) => who === side && lateMinutes !== null && Date.parse(sentAt) >= from,
  );
  return said === undefined || said.lateMinutes === null ? null : { minutes: said.lateMinutes, saidAt: said.sentAt };
}

type Changing = Pick<Around, 'startsAt' | 'endsAt'> & {
  paymentDeadline: Instant | null;
  approvalDeadline: Instant | null;
  releaseAt: Instant | null;
};

/** The next moment after `now` at which the clock alone changes what a session's page says or offers. */
export function changesAt(session: Changing, now: Instant): Instant | null {
  const late = lateTimes(session);
  const door = doorTimes(session);
  const moments = [
    session.paymentDeadline,
    session.approvalDeadline,
    late.from,
    door.opensAt,
    session.startsAt,
    late.until,
    session.endsAt,
    door.closesAt,
    settlesAt(session),
    session.releaseAt,
    writingEndsAt(session),
  ];
  const ahead = moments.filter((moment): moment is Instant => moment !== null && isBefore(now, moment));
  return ahead.toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0] ?? null;
}
