import { chargeSuccess } from './bodies.ts';
import { feeOf } from './knobs.ts';
import type { StandIn } from './stand-in.ts';
import type { FakeTransaction } from './store.ts';

export const OUTCOMES = ['success', 'fail', 'abandon', 'pending'] as const;
/** What the payer does. `pending`: has promised a bank transfer that has not arrived yet. */
export type Outcome = (typeof OUTCOMES)[number];

export type Payment = {
  /** Other than was asked for, as a transfer by hand may bring. */
  readonly paidMinor?: number;
  readonly channel?: string;
};

/**
 * Does to a payment what its payer does. A success tells the merchant by webhook; a failure tells nobody, since
 * Paystack has no such event. A payment that has succeeded stays as it is.
 */
export function payBy(standIn: StandIn, one: FakeTransaction, outcome: Outcome, payment: Payment = {}): void {
  if (one.status === 'success' || one.status === 'reversed') return;
  switch (outcome) {
    case 'success':
      succeed(standIn, one, payment);
      break;
    case 'fail':
      Object.assign(one, { status: 'failed', attempts: one.attempts + 1, channel: payment.channel ?? channelFor(one) });
      break;
    case 'pending':
      Object.assign(one, { status: 'pending', attempts: one.attempts + 1, channel: 'bank_transfer' });
      break;
    case 'abandon':
      if (one.status !== 'pending') one.status = 'abandoned'; // a transfer on its way cannot be called back
      break;
  }
  standIn.store.save();
}

function succeed({ knobs, now, webhooks, domain, store }: StandIn, one: FakeTransaction, payment: Payment): void {
  const paidMinor = payment.paidMinor ?? one.amountMinor;
  Object.assign(one, {
    status: 'success',
    channel: payment.channel ?? channelFor(one),
    attempts: one.attempts + 1,
    paidMinor,
    feesMinor: feeOf(paidMinor, knobs.fee),
    paidAtMs: now(),
  });
  store.save(); // before the merchant hears of it and asks
  webhooks.send(chargeSuccess(one, domain));
}

function channelFor(one: FakeTransaction): string {
  if (one.status === 'pending') return 'bank_transfer';
  return one.channels.includes('card') ? 'card' : (one.channels[0] ?? 'card');
}

export function offersTransfer({ channels }: FakeTransaction): boolean {
  return channels.includes('bank_transfer');
}

/** The merchant's page with Paystack's two parameters; null when the merchant gave none. */
export function callbackFor({ callbackUrl, reference }: FakeTransaction): string | null {
  if (callbackUrl === null || !URL.canParse(callbackUrl)) return null;
  const url = new URL(callbackUrl);
  url.searchParams.set('trxref', reference);
  url.searchParams.set('reference', reference);
  return url.href;
}

/** Where Cancel leads: `metadata.cancel_action` as it stands, or else the callback. */
export function cancelFor(one: FakeTransaction): string | null {
  const { metadata } = one;
  const wanted =
    typeof metadata === 'object' && metadata !== null && 'cancel_action' in metadata ? metadata.cancel_action : null;
  return typeof wanted === 'string' && URL.canParse(wanted) ? wanted : callbackFor(one);
}
