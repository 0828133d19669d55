import { BOOKING_WORDS } from './rules/booking-words.ts';
import { CHANGE_WORDS } from './rules/change-words.ts';
import { MONEY_WORDS } from './rules/money-words.ts';
import { OUTCOME_WORDS } from './rules/outcome-words.ts';
import type { NotificationData, NotificationKind, Wording, Words } from './types.ts';

export type { Action, Words } from './types.ts';
export { mailOf, type Foot, type Mail } from './rules/mail.ts';

/** The words of a notification. Pure, so that a mail, a toast and the history never disagree. */
export function wordsOf(kind: NotificationKind, data: NotificationData, sessionId: string): Words {
  const session = { label: 'Open the session', path: `/mentorship/session/${sessionId}` };
  return { action: session, ...WORDS[kind](data, sessionId) };
}

const WORDS: Record<NotificationKind, Wording> = {
  ...BOOKING_WORDS,
  ...CHANGE_WORDS,
  ...MONEY_WORDS,
  ...OUTCOME_WORDS,
};
