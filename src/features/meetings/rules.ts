import { instant, isBefore, minutesBetween, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { isPaid } from '#features/sessions/state.ts';
import type { PaymentStatus, SessionStatus } from '#features/sessions/types.ts';

type SessionNow = {
  status: SessionStatus;
  paymentStatus: PaymentStatus;
  startsAt: Instant;
  endsAt: Instant;
  meetingUrl: string | null;
  meetingProvider: string | null;
};

type MeetingNow = {
  state: 'WANTED' | 'CREATED' | 'REMOVED';
  startsAt: Instant | null;
  outcomeUnknown: boolean;
};

/** What has to be done at Zoom for a session, the first step of it. */
export type Step = 'nothing' | 'create' | 'search' | 'move' | 'delete' | 'forget' | 'place';

/** What a session wants of Zoom: a meeting; none (cancelled, or the tutor gave a link); or, when it is over, whatever is there. */
export function wishOf(session: SessionNow, now: Instant): 'meeting' | 'none' | 'leave' {
  const isOn = session.status === 'IN_PROGRESS' || (session.status === 'SCHEDULED' && isPaid(session.paymentStatus));
  if (session.status === 'COMPLETED' || session.status === 'NO_SHOW') return 'leave';
  if (!isOn) return 'none';
  if (!isBefore(now, session.endsAt)) return 'leave';
  return session.meetingUrl !== null && session.meetingProvider !== 'zoom' ? 'none' : 'meeting';
}

/** The next step from what Zoom is known to have towards what the session wants. `null`: Zoom was never asked for this session. */
export function stepOf(session: SessionNow, meeting: MeetingNow | null, now: Instant): Step {
  const wish = wishOf(session, now);
  if (wish === 'leave') return 'nothing';
  if (meeting === null) return wish === 'meeting' ? 'create' : 'nothing';
  // A meeting that may exist is looked for before another is made, and before it is believed that there is none.
  if (meeting.outcomeUnknown) return 'search';
  if (wish === 'none')
    return meeting.state === 'CREATED' ? 'delete' : meeting.state === 'WANTED' ? 'forget' : 'nothing';
  if (meeting.state !== 'CREATED') return 'create';
  if (session.meetingUrl === null) return 'place';
  return meeting.startsAt?.epochMilliseconds === session.startsAt.epochMilliseconds ? 'nothing' : 'move';
}

const RETRY_MINUTES = [1, 2, 4, 8, 15, 30];

/** When to try again after `attempts` failures in a row: soon, then every half hour; later if Zoom named a time. */
export function retryAt(attempts: number, now: Instant, notBefore: Instant | undefined): Instant {
  const minutes = RETRY_MINUTES[Math.min(Math.max(attempts, 1), RETRY_MINUTES.length) - 1] ?? 30;
  const planned = plusMinutes(now, minutes);
  return notBefore !== undefined && isBefore(planned, notBefore) ? notBefore : planned;
}

const SOON_MINUTES = 60;

/** One failure may be a hiccup; the tutor is told at the second, or at once when the session is near or Zoom refuses. */
export function isWorthTelling(
  { attempts, retryable }: { attempts: number; retryable: boolean },
  startsAt: Instant,
  now: Instant,
): boolean {
  return attempts >= 2 || !retryable || minutesBetween(now, startsAt) <= SOON_MINUTES;
}

const DAY_MS = 24 * 60 * 60_000;

/** The UTC day by which Zoom counts, `YYYY-MM-DD`. */
export function utcDay(now: Instant): string {
  return toIso(now).slice(0, 10);
}

export function nextUtcDay(now: Instant): Instant {
  return instant((Math.floor(now.epochMilliseconds / DAY_MS) + 1) * DAY_MS);
}

/** Zoom takes 200 characters. */
const MAX_TOPIC = 200;

export function topicOf(title: string): string {
  return title.slice(0, MAX_TOPIC);
}

/** Names the session, so that a meeting whose making was not answered can be found again. */
export function agendaOf(sessionId: string): string {
  return `Mentorship session ${sessionId}`;
}

export function isAgendaOf(agenda: string, sessionId: string): boolean {
  return agenda.includes(sessionId);
}

/** Which side a participant is: by the key that our page gave them, else by the e-mail of their account. */
export function sideOfParticipant(
  participant: { customerKey: string | null; email: string | null },
  sides: Record<'student' | 'tutor', { key: string; email: string }>,
): 'student' | 'tutor' | null {
  for (const side of ['student', 'tutor'] as const) {
    if (participant.customerKey === sides[side].key) return side;
  }
  for (const side of ['student', 'tutor'] as const) {
    if (participant.email !== null && participant.email === sides[side].email.toLowerCase()) return side;
  }
  return null;
}
