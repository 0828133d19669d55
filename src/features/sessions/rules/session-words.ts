import { formatTime } from '#shared/format-time.ts';
import { formatMoney, minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { isPaid } from '../state.ts';
import type { SessionView, UserRole } from '../types.ts';

export type Tone = 'neutral' | 'brand' | 'attend' | 'danger';
export type SessionWords = {
  /** Two or three words for a badge. */ badge: string;
  tone: Tone;
  /** One or two sentences: what is true, and what is next. */ text: string;
};

/**
 * What a session's state means for the one who looks at it, with times in `timeZone`. With `nowIso` it also tells a
 * session whose time is over from one that is to come.
 */
export function sessionWords(
  session: SessionView,
  viewer: UserRole,
  timeZone: string,
  nowIso: string | null = null,
): SessionWords {
  const people = peopleOf(session, viewer);
  const until = (iso: string | null) => (iso === null ? 'the start' : formatTime(iso, timeZone, 'dayTime'));
  switch (session.status) {
    case 'PENDING_PAYMENT':
      return heldWords(session, viewer, people, until(session.paymentDeadline));
    case 'PENDING_MENTOR_REVIEW':
      return askedWords(session, viewer, people, until(session.approvalDeadline));
    case 'SCHEDULED':
      return isPaid(session.paymentStatus)
        ? bookedWords(session, viewer, people, nowIso)
        : approvedWords(session, viewer, people, until(session.paymentDeadline));
    case 'IN_PROGRESS':
      return isOver(session, nowIso)
        ? overWords(session, people, nowIso)
        : { badge: 'Under way', tone: 'brand', text: 'The session is under way.' };
    case 'COMPLETED':
      return { badge: 'Completed', tone: 'neutral', text: 'The session took place.' };
    case 'NO_SHOW':
      return noShowWords(session, viewer, people);
    case 'CANCELLED':
      return { badge: 'Cancelled', tone: 'neutral', text: `This session will not take place. ${moneyWords(session)}` };
    case 'REJECTED':
      return {
        badge: 'Declined',
        tone: 'danger',
        text: `${people.tutor} could not take this one. Nothing was charged.`,
      };
    case 'EXPIRED':
      return expiredWords(session, viewer, people);
  }
}

/** What became of the money, in one sentence. */
export function moneyWords(session: SessionView): string {
  const price = formatMoney(minor(session.priceMinor), session.currency);
  switch (session.paymentStatus) {
    case 'NOT_REQUIRED':
      return 'It was free.';
    case 'PENDING':
    case 'FAILED':
      return 'It was not paid.';
    case 'PAID':
      return `${price} was paid.`;
    case 'PARTIALLY_REFUNDED':
      return `A part of the ${price} was returned.`;
    case 'REFUNDED':
      return `${price} was returned.`;
  }
}

type People = { student: string; tutor: string; studentIs: string; tutorIs: string };

/** First names, and `you` for the viewer. */
function peopleOf(session: SessionView, viewer: UserRole): People {
  const student = firstName(session.student.name);
  const tutor = firstName(session.tutor.name);
  return {
    student: viewer === 'student' ? 'You' : student,
    tutor: viewer === 'tutor' ? 'You' : tutor,
    studentIs: viewer === 'student' ? 'You have' : `${student} has`,
    tutorIs: viewer === 'tutor' ? 'You have' : `${tutor} has`,
  };
}

/** Stands in the place of a name once an account is erased. */
export const ERASED_NAME = 'Deleted account';

/** How a person is spoken of; who has left has no first name. */
export function firstName(name: string): string {
  if (name === ERASED_NAME) return name;
  return name.trim().split(/\s+/)[0] ?? name;
}

function heldWords(session: SessionView, viewer: UserRole, people: People, until: string): SessionWords {
  if (viewer !== 'student') {
    return {
      badge: 'Being paid',
      tone: 'attend',
      text: `${people.studentIs} until ${until} to pay. Then the time is free again.`,
    };
  }
  const failed =
    session.paymentStatus === 'FAILED' ? 'The last payment did not go through and nothing was charged. ' : '';
  return {
    badge: 'Held for you',
    tone: 'attend',
    text: `${failed}The time is kept for you until ${until}. Pay to make it yours.`,
  };
}

function askedWords(session: SessionView, viewer: UserRole, people: People, until: string): SessionWords {
  const isFree = session.priceMinor === 0;
  const promise = viewer === 'student' && !isFree ? ' Nothing is charged before the answer.' : '';
  const badge = viewer === 'tutor' ? 'Awaiting you' : `Awaiting ${firstName(session.tutor.name)}`;
  return { badge, tone: 'attend', text: `${people.tutorIs} until ${until} to answer.${promise}` };
}

function approvedWords(session: SessionView, viewer: UserRole, people: People, until: string): SessionWords {
  const failed =
    session.paymentStatus === 'FAILED' ? 'The last payment did not go through and nothing was charged. ' : '';
  const text = `${failed}${people.tutor} said yes. ${people.studentIs} until ${until} to pay; then the time is free again.`;
  return { badge: viewer === 'student' ? 'Approved, pay now' : 'Approved, unpaid', tone: 'attend', text };
}

function isOver({ endsAt }: SessionView, nowIso: string | null): nowIso is string {
  return nowIso !== null && Date.parse(endsAt) <= Date.parse(nowIso);
}

const SETTLES_AFTER_MS = settings.settleAfterHours * 60 * 60_000;

/** Nobody has closed it. After a day the record decides where it can; what still stands open then is for a person. */
function overWords({ endsAt }: SessionView, people: People, nowIso: string): SessionWords {
  const tutor = people.tutor;
  if (Date.parse(endsAt) + SETTLES_AFTER_MS <= Date.parse(nowIso)) {
    return {
      badge: 'Over, to be decided',
      tone: 'attend',
      text: `Its time is over, and the record of who joined does not settle it: our team decides what it was and what goes back. ${tutor} can still say that it took place.`,
    };
  }
  return {
    badge: 'Over, to be closed',
    tone: 'attend',
    text: `Its time is over. ${tutor} can now say that it took place; otherwise the record of who joined decides, a day after its end.`,
  };
}

function bookedWords(session: SessionView, viewer: UserRole, people: People, nowIso: string | null): SessionWords {
  if (isOver(session, nowIso)) return overWords(session, people, nowIso);
  const badge = session.paymentStatus === 'NOT_REQUIRED' ? 'Confirmed' : 'Paid · confirmed';
  if (viewer === 'admin') return { badge, tone: 'brand', text: 'Everything is settled.' };
  if (session.meetingUrl !== null)
    return { badge, tone: 'brand', text: 'Everything is settled. The meeting link is on this page.' };
  const whose = people.tutor === 'You' ? 'Your' : `${people.tutor}’s`;
  return {
    badge,
    tone: 'brand',
    text: `Everything is settled. ${whose} meeting link will appear here before the start.`,
  };
}

function noShowWords(session: SessionView, viewer: UserRole, people: People): SessionWords {
  if (session.noShow === null) return { badge: 'Did not take place', tone: 'neutral', text: 'Nobody met.' };
  const absent = session.noShow === 'tutor' ? people.tutor : people.student;
  return {
    badge: absent === 'You' ? 'You were absent' : `${absent} was absent`,
    tone: 'danger',
    text: `${absent} did not come. ${moneyOfNoShow(session, viewer)}`.trim(),
  };
}

/** By the rules; an admin may have decided otherwise, and then a part was returned. */
function moneyOfNoShow(session: SessionView, viewer: UserRole): string {
  if (session.priceMinor === 0) return '';
  if (session.paymentStatus !== 'PAID') return moneyWords(session);
  return session.noShow === 'tutor'
    ? `The whole price goes back to ${viewer === 'student' ? 'you' : 'the student'}.`
    : 'Nothing is returned, since the tutor was there.';
}

function expiredWords(session: SessionView, viewer: UserRole, people: People): SessionWords {
  const unanswered = session.paymentDeadline === null;
  const text = unanswered
    ? `${people.tutor} did not answer in time. Nothing was charged.`
    : `${people.student} did not pay in time, so the time is free again.`;
  const late =
    viewer === 'student' && !unanswered ? ' Money that still arrives buys the time back, or is returned in full.' : '';
  return { badge: 'Expired', tone: 'neutral', text: text + late };
}
