import { firstName } from '#features/sessions/rules/session-words.ts';
import type { SessionPageView } from '#features/sessions/types.ts';

/** What has just been done, as the address after it names it; null for anything that we do not know. */
export function doneWords(done: string | null, { session, userRole, isWithAdmin, status }: Seen): string | null {
  const other = firstName(userRole === 'student' ? session.tutor.name : session.student.name);
  switch (done) {
    case 'approved':
      return session.priceMinor === 0
        ? `Approved and booked. ${other} has been told.`
        : `Approved. ${other} pays next.`;
    case 'written':
      return `Sent. ${other} gets it by mail, too.`;
    case 'late':
      return `${other} has been told that you are running late.`;
    case 'linked':
      return `Saved. ${other} sees the new meeting link at once.`;
    case 'started':
      return 'The session has started. Your arrival is noted.';
    case 'completed':
      return 'Completed. Thank you for your time.';
    case 'cancelled':
      return `Cancelled. ${userRole === 'admin' ? 'Both have' : `${other} has`} been told.`;
    case 'moved':
      return `Moved. ${other} has been told, and nothing is charged again.`;
    case 'proposed':
      return `Sent. ${other} says yes or no.`;
    case 'no-show':
      return isWithAdmin && status !== 'NO_SHOW'
        ? 'Thank you. Our team looks at what happened.'
        : 'Noted. You both get a mail.';
    case 'disputed':
      return 'Your words are with our team, and the money is held until they decide.';
    default:
      return null;
  }
}

type Seen = Pick<SessionPageView, 'session' | 'userRole' | 'isWithAdmin'> & { status: string };
