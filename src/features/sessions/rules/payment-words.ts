import { formatTime } from '#shared/format-time.ts';
import { formatMoney, minor } from '#shared/money.ts';
import type { PaymentState, PaymentView, SessionView } from '../types.ts';
import { firstName, type Tone } from './session-words.ts';

export type PaymentWords = {
  title: string;
  text: string;
  tone: Tone;
  /** Still under way: the page asks again by itself. */
  moving: boolean;
};

const MOVING: readonly PaymentState[] = ['processing', 'waiting_for_bank', 'paid_late_refunding', 'refunding'];

/** True while what the page says may change without the reader doing anything. */
export function isMoving(state: PaymentState): boolean {
  return MOVING.includes(state);
}

/** When refunded money reaches a card or an account, as Paystack states it. */
const ARRIVES = '3 to 10 working days';

/** What is true of a payment, in words; exact for the payer, the state only for anyone else. */
export function paymentWords({ state, detail }: PaymentView, timeZone: string): PaymentWords {
  const amount = detail && formatMoney(minor(detail.amountMinor), detail.currency);
  const returned = detail && formatMoney(minor(detail.refundMinor ?? detail.amountMinor), detail.currency);
  const payUntil = detail?.canPayAgain && detail.payUntil ? formatTime(detail.payUntil, timeZone, 'dayTime') : null;
  const kept = payUntil ? ` Your time is kept until ${payUntil}.` : '';
  switch (state) {
    case 'processing':
      return say(
        'attend',
        'We are checking your payment',
        'This takes a few seconds. Please do not pay again: this page changes by itself.',
      );
    case 'waiting_for_bank':
      return say(
        'attend',
        'Waiting for your bank',
        `Your bank has not confirmed yet. Please do not pay again.${kept} This page changes by itself, and we write to you as well.`,
      );
    case 'paid':
      if (detail && amount && !isAhead(detail.session))
        return say('neutral', 'This payment is settled', settledWords(detail.session, amount, detail.refundMinor));
      return detail && amount
        ? say(
            'brand',
            'You are booked',
            `${amount} is paid, and ${firstName(detail.session.tutor.name)} has been told.`,
          )
        : say('brand', 'This payment is settled', 'The session is booked.');
    case 'failed':
      return say('danger', 'The payment did not go through', `Nothing was charged.${kept}`);
    case 'abandoned':
      return say('attend', 'You have not paid yet', `Nothing was charged.${kept}`);
    case 'expired':
      return say(
        'neutral',
        'The time to pay is over',
        'No payment reached us in time, so the time is free again. If money still arrives, you get the time if nobody took it, or all of the money back.',
      );
    case 'given_up':
      return say(
        'neutral',
        'This booking was given up',
        'Nothing was charged. If your bank still sends the money, all of it comes back to you.',
      );
    case 'paid_late_refunding':
      return say(
        'attend',
        'Your payment came too late',
        `The time had been given up by then. ${returned ?? 'The money'} is on its way back to you in full; it arrives in ${ARRIVES}.`,
      );
    case 'refunding':
      return say(
        'attend',
        'Your money is on its way back',
        `${returned ?? 'The money'} is being sent back to where it came from. It arrives in ${ARRIVES}.`,
      );
    case 'refunded':
      return say(
        'neutral',
        'Your money was returned',
        `${returned ?? 'The money'} went back to where it came from. Your bank shows it in ${ARRIVES}.`,
      );
    case 'unknown':
      return say(
        'neutral',
        'We do not know this payment',
        'The link may be incomplete, or the payment belongs to something else. If you have paid, your sessions show what really happened.',
      );
  }

  function say(tone: Tone, title: string, text: string): PaymentWords {
    return { tone, title, text, moving: state === 'processing' || state === 'waiting_for_bank' };
  }
}

/** The session that was paid for is still to come, or under way. */
function isAhead({ status }: SessionView): boolean {
  return status === 'SCHEDULED' || status === 'IN_PROGRESS';
}

function settledWords(session: SessionView, amount: string, refundMinor: number | null): string {
  const back =
    refundMinor === null
      ? ''
      : ` ${formatMoney(minor(refundMinor), session.currency)} of it went back or is on its way.`;
  return session.status === 'CANCELLED'
    ? `You paid ${amount}, and the session was cancelled afterwards.${back}`
    : `You paid ${amount}, and the session is over.${back}`;
}
