import { formatTime } from '#shared/format-time.ts';
import type { SessionPageView } from '../types.ts';
import type { Tone } from './session-words.ts';

type Seen = Pick<
  SessionPageView,
  'session' | 'userRole' | 'moves' | 'studentArrivedAt' | 'tutorArrivedAt' | 'studentLate' | 'tutorLate' | 'doorOpensAt'
>;

/** What one side is doing about the session, for their card: came, runs late, is awaited, or what they are here for. */
export function personWords(
  page: Seen,
  side: 'student' | 'tutor',
  timeZone: string,
  nowIso: string,
): { text: string; tone: Tone } {
  const arrivedAt = page[`${side}ArrivedAt`];
  const late = page[`${side}Late`];
  const time = (iso: string) => formatTime(iso, timeZone, 'time');
  if (arrivedAt !== null) return { text: `Joined at ${time(arrivedAt)}`, tone: 'brand' };
  if (late !== null && page.moves.door !== null && page.moves.door !== 'after') {
    const said = page.userRole === side ? 'you said so' : 'said';
    return { text: `Running ${late.minutes} min late, ${said} at ${time(late.saidAt)}`, tone: 'attend' };
  }
  if (isAwaited(page, nowIso)) {
    return {
      text: page.moves.door === 'open' || isAdminOpen(page, nowIso) ? 'Not yet in' : 'Did not join here',
      tone: 'neutral',
    };
  }
  return { text: side === 'tutor' ? 'Gives the session' : 'Brings the questions', tone: 'neutral' };
}

function isAwaited({ session, moves, doorOpensAt }: Seen, nowIso: string): boolean {
  const isGiven = ['IN_PROGRESS', 'COMPLETED', 'NO_SHOW'].includes(session.status);
  return (isGiven || moves.door !== null) && Date.parse(doorOpensAt) <= Date.parse(nowIso);
}

/** An admin has no door of their own. */
function isAdminOpen({ session, userRole }: Seen, nowIso: string): boolean {
  return userRole === 'admin' && session.status === 'IN_PROGRESS' && Date.parse(session.endsAt) > Date.parse(nowIso);
}
