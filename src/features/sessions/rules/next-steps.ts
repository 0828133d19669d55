import type { SessionPageView } from '../types.ts';
import { firstName } from './session-words.ts';

export type Step = { label: string; href: string };
export type NextSteps = { text: string; steps: Step[] };

type Seen = Pick<SessionPageView, 'session' | 'userRole' | 'dispute' | 'isWithAdmin' | 'moves'>;

/** What comes after a session that is over, however it ended; null while it is not over. The money is told beside it. */
export function nextSteps(page: Seen): NextSteps | null {
  const { session, userRole } = page;
  if (!['COMPLETED', 'NO_SHOW', 'CANCELLED', 'REJECTED', 'EXPIRED'].includes(session.status)) return null;
  if (userRole === 'admin') return null;
  if (page.isWithAdmin || page.dispute !== null) return null;
  return userRole === 'student' ? studentSteps(page) : tutorSteps(page);
}

function studentSteps({ session }: Seen): NextSteps {
  const tutor = firstName(session.tutor.name);
  const again = `/mentorship/checkout?offeringId=${session.offeringId}${session.bookingMode === 'REQUEST' ? '&mode=REQUEST' : ''}`;
  const others = { label: 'Find someone else', href: '/mentorship' };
  switch (session.status) {
    case 'COMPLETED':
      return {
        text: `Keep going while it is fresh: ${tutor} has the next free times.`,
        steps: [{ label: `Book ${tutor} again`, href: again }],
      };
    case 'NO_SHOW':
      return session.noShow === 'tutor'
        ? {
            text: 'We are sorry for the lost hour. Book somebody else, or give it another try.',
            steps: [{ ...others }, { label: 'Pick another time', href: again }],
          }
        : {
            text: 'Things happen. A new time is booked as any other.',
            steps: [{ label: 'Pick another time', href: again }],
          };
    case 'REJECTED':
      return {
        text: 'Another time may fit, or another person.',
        steps: [{ label: 'Request again', href: again }, others],
      };
    default:
      return {
        text: 'Book another time whenever you like.',
        steps: [{ label: 'Pick another time', href: again }, others],
      };
  }
}

/** Names the messages only while they can be written: the page shows their form no longer. */
function tutorSteps({ session, moves }: Seen): NextSteps | null {
  const wallet = { label: 'See your wallet', href: '/tutor/wallet' };
  const steps = session.priceMinor > 0 ? [wallet] : [];
  const student = firstName(session.student.name);
  const nothing = 'Nothing is left for you to do.';
  if (session.status === 'COMPLETED') {
    return { text: moves.write ? `${student} can still write here for two days after the end.` : nothing, steps };
  }
  if (session.status !== 'NO_SHOW') return null;
  if (session.noShow !== 'tutor') return { text: nothing, steps };
  return moves.write ? { text: `A word to ${student} below does more than a refund.`, steps: [] } : null;
}
