import { formatTime } from '#shared/format-time.ts';
import type { Tone } from './session-words.ts';

type Refund = {
  status: 'REQUESTED' | 'PENDING' | 'PROCESSING' | 'NEEDS_ATTENTION' | 'PROCESSED' | 'FAILED';
  requestedAt: string;
  processedAt: string | null;
};

/** When refunded money reaches a card or an account, as Paystack states it. */
export const REFUND_ARRIVES = 'in 3 to 10 working days';

/** Why money goes back, to end a sentence with `because …`. */
export const RETURN_REASONS: Readonly<Record<string, string>> = {
  cancelled_by_student: 'the student cancelled',
  cancelled_by_tutor: 'the tutor cancelled',
  cancelled_by_admin: 'the platform cancelled',
  tutor_absent: 'the tutor did not come',
  decided_by_admin: 'an admin decided so',
  late: 'it came when the time was no longer free',
  duplicate: 'the session had been paid before',
  session_closed: 'the session was closed by then',
  excess: 'it was more than the price',
  'mismatch:amount': 'the amount was not the price',
  'mismatch:currency': 'it was in another currency',
  'mismatch:metadata': 'it did not belong to this payment',
};

/** How far a refund is, in two words and in one sentence, for the one who gets it. */
export function refundProgress(refund: Refund, timeZone: string): { badge: string; tone: Tone; text: string } {
  const since = formatTime(refund.requestedAt, timeZone, 'dayTime');
  switch (refund.status) {
    case 'REQUESTED':
    case 'PENDING':
    case 'PROCESSING':
      return {
        badge: 'On its way',
        tone: 'attend',
        text: `On its way since ${since}. It arrives ${REFUND_ARRIVES}.`,
      };
    case 'NEEDS_ATTENTION':
      return {
        badge: 'Delayed',
        tone: 'attend',
        text: 'Paystack needs more details to send it. We are looking at it, and the money is safe.',
      };
    case 'PROCESSED':
      return {
        badge: 'Returned',
        tone: 'brand',
        text: `Processed on ${formatTime(refund.processedAt ?? refund.requestedAt, timeZone, 'dayTime')}. Your bank may take some days to show it.`,
      };
    case 'FAILED':
      return {
        badge: 'Not sent yet',
        tone: 'danger',
        text: 'Paystack could not send it. We are looking at it, and the money is safe.',
      };
  }
}

const CHANNELS: Readonly<Record<string, string>> = {
  card: 'Card',
  bank: 'Bank account',
  bank_transfer: 'Bank transfer',
  ussd: 'USSD',
  qr: 'QR code',
  mobile_money: 'Mobile money',
  eft: 'EFT',
  apple_pay: 'Apple Pay',
};

/** How a payment was made, as people call it. */
export function channelWords(channel: string | null): string {
  if (channel === null) return 'Not stated';
  return CHANNELS[channel] ?? channel.replaceAll('_', ' ');
}
