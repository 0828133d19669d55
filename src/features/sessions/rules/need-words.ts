import { formatTime } from '#shared/format-time.ts';
import type { SessionView } from '../types.ts';
import { firstName } from './session-words.ts';

/** Why a session waits for its reader. */
export type Need = 'door' | 'pay_hold' | 'pay' | 'proposal' | 'request' | 'complete' | 'link' | 'disputed';

/** What is asked of the reader, in one sentence, with times in `timeZone`. */
export function needWords(need: Need, session: SessionView, timeZone: string): string {
  const student = firstName(session.student.name);
  const until = (iso: string | null) => (iso === null ? 'the start' : formatTime(iso, timeZone, 'dayTime'));
  switch (need) {
    case 'door':
      return `The door is open. ${formatTime(session.scheduledAt, timeZone, 'time')} is the start.`;
    case 'pay_hold':
      return `The time is kept for you until ${until(session.paymentDeadline)}.`;
    case 'pay':
      return `Approved. Pay by ${until(session.paymentDeadline)}, or the time is free again.`;
    case 'proposal':
      return `${firstName(session.tutor.name)} offers another time.`;
    case 'request':
      return `Answer by ${until(session.approvalDeadline)}, or the request lapses.`;
    case 'complete':
      return 'Its time is over. Say that it took place, so that your share is released.';
    case 'link':
      return `It has no meeting link yet, so ${student} does not know where to meet you.`;
    case 'disputed':
      return 'It is disputed. We are looking at it, and its money is held until then.';
  }
}
