import type { SessionPageView } from '../types.ts';
import { firstName } from './session-words.ts';

/** What of a page is worth a word when it changes under the reader's eyes. */
export type Watched = Pick<
  SessionPageView,
  'session' | 'userRole' | 'moves' | 'studentArrivedAt' | 'tutorArrivedAt' | 'studentLate' | 'tutorLate' | 'messages'
>;

/**
 * What has happened between two looks at a session, for those who cannot see it happen: one sentence each, and nothing
 * for what the reader did themselves. `badge` names the new state.
 */
export function changeWords(before: Watched, after: Watched, badge: string): string[] {
  if (before.session.id !== after.session.id) return [];
  return [
    ...others(after.userRole).flatMap((side) => personWords(before, after, side)),
    ...doorWords(before, after),
    ...linkWords(before, after),
    ...stateWords(before, after, badge),
  ];
}

type Side = 'student' | 'tutor';

/** Whom the viewer hears about: an admin of both. */
function others(viewer: Watched['userRole']): Side[] {
  if (viewer === 'admin') return ['tutor', 'student'];
  return [viewer === 'student' ? 'tutor' : 'student'];
}

function personWords(before: Watched, after: Watched, side: Side): string[] {
  const name = firstName(after.session[side].name);
  const late = after[`${side}Late`];
  const known = new Set(before.messages.map(({ id }) => id));
  const wrote = after.messages.some((one) => one.from === side && one.lateMinutes === null && !known.has(one.id));
  const words: string[] = [];
  if (before[`${side}ArrivedAt`] === null && after[`${side}ArrivedAt`] !== null) words.push(`${name} has joined.`);
  if (late !== null && late.saidAt !== before[`${side}Late`]?.saidAt)
    words.push(`${name} is running ${late.minutes} minutes late.`);
  if (wrote) words.push(`${name} wrote a message.`);
  return words;
}

function doorWords({ moves: before }: Watched, { moves: after }: Watched): string[] {
  if (before.door === 'before' && after.door === 'open') return ['The door is open: you can join now.'];
  return before.door === 'open' && after.door === 'after' ? ['The door is closed.'] : [];
}

function linkWords({ session: before }: Watched, { session: after, userRole }: Watched): string[] {
  if (userRole === 'tutor' || after.meetingUrl === null || before.meetingUrl === after.meetingUrl) return [];
  // A link that comes with the payment is part of that news.
  if (before.status !== after.status || before.paymentStatus !== after.paymentStatus) return [];
  return [before.meetingUrl === null ? 'There is a meeting link now.' : 'The meeting link has changed.'];
}

function stateWords({ session: before }: Watched, { session: after }: Watched, badge: string): string[] {
  const isSame = before.status === after.status && before.paymentStatus === after.paymentStatus;
  if (before.scheduledAt !== after.scheduledAt) return ['The session has moved to another time.'];
  return isSame ? [] : [`This session: ${badge}.`];
}
