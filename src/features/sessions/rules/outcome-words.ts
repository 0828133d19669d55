import { formatTime } from '#shared/format-time.ts';
import type { SessionPageView } from '../types.ts';
import { firstName } from './session-words.ts';

/** Who ended a session, in a sentence; null while it goes on, or where its state says it all. */
export function endedWords({ ended, session, userRole }: SessionPageView): string | null {
  if (ended === null) return null;
  const who = {
    student: userRole === 'student' ? 'You' : firstName(session.student.name),
    tutor: userRole === 'tutor' ? 'You' : firstName(session.tutor.name),
    admin: userRole === 'admin' ? 'An admin' : 'Our team',
    clock: null,
    paystack: null,
  }[ended.by];
  if (ended.event === 'ownTimeTaken') return 'Another session was booked at that time, so this request fell away.';
  if (who === null) return null;
  if (ended.event === 'cancel') return `${who} cancelled it.`;
  return ended.event === 'withdraw' ? `${who} gave it up before it was paid.` : null;
}

/** The words that somebody gave for ending it; ours, which are no message to anyone, are left out. */
export function endedReason({ ended }: SessionPageView): string | null {
  return ended !== null && ended.event === 'cancel' ? ended.why : null;
}

type Trouble = { title: string; text: string; quote: string | null };

/** A claim or dispute and how it stands; null when all is well. */
export function troubleWords(page: SessionPageView, timeZone: string): Trouble | null {
  const { dispute, decision, isWithAdmin, session, userRole } = page;
  const day = (iso: string) => formatTime(iso, timeZone, 'dayTime');
  if (decision !== null) {
    return {
      title: 'Our team has decided',
      text: `On ${day(decision.at)}, and it is final. What became of the money stands on this page.`,
      quote: decision.why,
    };
  }
  if (dispute !== null) {
    const who =
      dispute.by === userRole ? 'You' : firstName(dispute.by === 'student' ? session.student.name : session.tutor.name);
    return {
      title: `${who} disputed this session`,
      text: `Since ${day(dispute.at)} its money is held. Our team reads both sides, decides, and writes to you both.`,
      quote: dispute.reason,
    };
  }
  if (!isWithAdmin) return null;
  return {
    title: 'Our team is looking at this',
    text: 'The record of who joined does not settle what happened. We decide and write to you both; the money stays where it is until then.',
    quote: null,
  };
}
