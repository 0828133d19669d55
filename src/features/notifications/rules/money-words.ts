import type { NotificationData, NotificationKind, ReturnReason, Wording } from '../types.ts';
import { dayAndTime, money } from './phrases.ts';

type Kind = Extract<NotificationKind, 'payment_returned' | 'payment_refunded'>;

export const MONEY_WORDS: Record<Kind, Wording> = {
  payment_returned: (data) => (data.side === 'student' ? returnedToYou(data) : returnedToStudent(data)),
  payment_refunded: (data) => ({
    heading: `${money(data.refundMinor ?? 0, data.refundCurrency ?? data.currency)} was sent back to you`,
    paragraphs: [
      `You paid it for “${data.title}”. Paystack has sent it back to where you paid from. Your bank may take a few days to show it; there is nothing for you to do.`,
    ],
  }),
};

/**
 * What a cancellation, an absence or a decision does with the money, for the one who reads it. `share` says what becomes
 * of the tutor's share of what is kept.
 */
export function moneyOfCancel(data: NotificationData, share: string): string {
  if (data.priceMinor === 0) return 'It was free, so no money moves.';
  if (data.paid === false) return 'It had not been paid, so nothing is charged and no money moves.';
  return data.side === 'student' ? backToYou(data) : backToStudent(data, share);
}

const ARRIVES = 'Banks take 3 to 10 working days.';

function backToYou(data: NotificationData): string {
  const back = data.refundMinor ?? 0;
  const price = money(data.priceMinor, data.currency);
  if (back >= data.priceMinor) return `All of ${price} goes back to where you paid from. ${ARRIVES}`;
  if (back > 0) return `${money(back, data.currency)} of ${price} goes back to where you paid from. ${ARRIVES}`;
  const before = returnedBefore(data);
  if (before === 0) return `Nothing of the ${price} is returned.`;
  return `Nothing more is returned: ${money(before, data.currency)} of ${price} went back before.`;
}

function backToStudent(data: NotificationData, share: string): string {
  const back = data.refundMinor ?? 0;
  const returned =
    back === 0
      ? `Nothing ${returnedBefore(data) === 0 ? '' : 'more '}is returned to ${data.otherName}`
      : `${data.otherName} gets ${back >= data.priceMinor ? 'all of ' : ''}${money(back, data.currency)} back`;
  if ((data.keptMinor ?? data.priceMinor - back) === 0) return `${returned}, so there is no share for you.`;
  const amount = data.keptShareMinor === undefined ? '' : ` of ${money(data.keptShareMinor, data.currency)}`;
  return `${returned}. Your share${amount} ${share}.`;
}

/** What went back before this time. */
function returnedBefore(data: NotificationData): number {
  const back = data.refundMinor ?? 0;
  return data.keptMinor === undefined ? 0 : data.priceMinor - data.keptMinor - back;
}

function returnedToYou(data: NotificationData): ReturnType<Wording> {
  const amount = money(data.refundMinor ?? 0, data.refundCurrency ?? data.currency);
  return {
    heading: `Your payment of ${amount} is on its way back`,
    paragraphs: [
      RETURN_WORDS[data.returnReason ?? 'session_closed'](data),
      `All of ${amount} goes back to where you paid from. ${ARRIVES} We write again when Paystack has sent it.`,
    ],
  };
}

function returnedToStudent(data: NotificationData): ReturnType<Wording> {
  return {
    heading: `A payment of ${data.otherName} for ${data.title} goes back`,
    paragraphs: [
      RETURN_WORDS[data.returnReason ?? 'session_closed'](data),
      'There is nothing for you to do, and your share of other sessions is as it was.',
    ],
  };
}

const RETURN_WORDS: Record<ReturnReason, (data: NotificationData) => string> = {
  late: (data) => `It arrived after ${dayAndTime(data)} had been given up, and that time can no longer be booked.`,
  duplicate: (data) => `${data.title} was paid already, so this second payment is not needed.`,
  excess: () => 'More arrived than the price. Your session is booked; only the extra amount goes back.',
  amount: (data) =>
    `The amount was not the price of ${money(data.priceMinor, data.currency)}, so it could not book the session.`,
  currency: (data) => `It was not made in ${data.currency}, so it could not book the session.`,
  metadata: () => 'It could not be matched to the booking.',
  session_closed: (data) => `${data.title} had been closed before it arrived.`,
};
