import type { NotificationData, NotificationKind, Wording } from '../types.ts';
import { moneyOfCancel } from './money-words.ts';
import { dayAndTime, money, says } from './phrases.ts';

type Kind = Extract<NotificationKind, 'session_completed' | 'session_no_show' | 'session_disputed' | 'session_decided'>;

/** What became of a session. */
export const OUTCOME_WORDS: Record<Kind, Wording> = {
  session_completed: (data) => ({
    heading: `Done: ${data.title} with ${data.otherName}`,
    paragraphs:
      data.side === 'student'
        ? ['We hope it helped. If something was not right, tell us on the session page within 48 hours.']
        : [shareOfCompleted(data)],
  }),
  session_no_show: (data) => ({
    heading: `${data.absent === data.side ? 'You were' : `${data.otherName} was`} not at ${data.title}`,
    paragraphs: [
      `${dayAndTime(data)} is closed as a no-show.`,
      data.absent === 'tutor' ? moneyOfCancel(data, 'stays yours') : moneyOfStudentsAbsence(data),
      'If that is not right, dispute it on the session page within 48 hours.',
    ],
  }),
  session_disputed: (data) => ({
    heading: `${data.otherName} disputes ${data.title}`,
    paragraphs: [
      `It is about ${dayAndTime(data)}. ${data.priceMinor === 0 ? 'It was free, so no money is at stake.' : 'Its money is held until we have looked at it.'}`,
      'You need not do anything; we write to you both when we have decided.',
      ...says(data),
    ],
  }),
  session_decided: (data) => ({
    heading: `We have decided about ${data.title}`,
    paragraphs: [
      ...(data.message?.trim() ? [data.message] : []),
      moneyOfCancel(data, SHARE_OF_DECIDED[data.shareIs ?? 'unknown']),
      'This is final. The session page shows all of it.',
    ],
  }),
};

/** After `Your share of ₦1,750`, for a decision before or after the scheduled end. */
const SHARE_OF_DECIDED: Record<NonNullable<NotificationData['shareIs']> | 'unknown', string> = {
  released: 'stays yours',
  released_now: 'is released with this decision',
  released_at_end: 'is released at the scheduled end',
  unknown: 'is yours',
};

function shareOfCompleted(data: NotificationData): string {
  if (data.priceMinor === 0) return 'It was free, so there is no share. Thank you for giving it.';
  return `Your share of ${money(data.shareMinor ?? 0, data.currency)} is released 48 hours after the session, unless somebody disputes it.`;
}

function moneyOfStudentsAbsence(data: NotificationData): string {
  if (data.priceMinor === 0) return 'It was free, so no money moves.';
  if (data.side === 'student') return `Nothing is returned, since ${data.otherName} was there.`;
  return `Your share of ${money(data.shareMinor ?? 0, data.currency)} is released in 48 hours, unless somebody disputes it.`;
}
