import type { PersonId } from '#shared/id.ts';
import { subtract, type Minor } from '#shared/money.ts';

export type AccountKind =
  | 'paystack_clearing'
  | 'bank'
  | 'processing_fees'
  | 'transfer_fees'
  | 'tutor_receivable'
  | 'unapplied_receipts'
  | 'tutor_pending'
  | 'tutor_available'
  | 'platform_pending'
  | 'platform_revenue'
  | 'refunds_in_flight'
  | 'payouts_in_flight'
  | 'disputed';

/**
 * Which side of zero a balance (debit minus credit) must stay on: 1 never below, -1 never above, 0 free.
 * What we owe may never turn into a claim by a slip; Paystack's clearing and our own revenue may go either way.
 */
export const GUARDS: Record<AccountKind, -1 | 0 | 1> = {
  paystack_clearing: 0,
  bank: 0,
  processing_fees: 1,
  transfer_fees: 1,
  tutor_receivable: 1,
  unapplied_receipts: -1,
  tutor_pending: -1,
  tutor_available: -1,
  platform_pending: -1,
  platform_revenue: 0,
  refunds_in_flight: -1,
  payouts_in_flight: -1,
  disputed: -1,
};

export type Account = { kind: AccountKind; ownerId: PersonId | null };

export type Posting = { account: Account; /** Debits are positive, credits negative. */ amountMinor: Minor };

export type TransferRefs = { chargeId?: string; sessionId?: string; refundId?: string };

/** Money moving between accounts: its postings add up to zero. The same key never moves money twice. */
export type Transfer = { key: string; kind: string; currency: string; postings: Posting[]; refs: TransferRefs };

/** `tutor_pending:{person}:NGN` for a person's account, `paystack_clearing:NGN` for the house's. */
export function accountId(account: Account, currency: string): string {
  return [account.kind, account.ownerId, currency].filter((part) => part !== null).join(':');
}

export const house = (kind: AccountKind): Account => ({ kind, ownerId: null });
export const tutorAccount = (
  kind: 'tutor_pending' | 'tutor_available' | 'tutor_receivable',
  ownerId: PersonId,
): Account => ({
  kind,
  ownerId,
});

export const debit = (account: Account, amountMinor: Minor): Posting => ({ account, amountMinor });
export const credit = (account: Account, amountMinor: Minor): Posting => ({
  account,
  amountMinor: subtract(0 as Minor, amountMinor),
});

/** Paystack holds money for us, and we do not know yet what it is for. */
export function chargeReceived(charge: { chargeId: string; amountMinor: Minor; currency: string }): Transfer {
  return {
    key: `charge:${charge.chargeId}:received`,
    kind: 'charge_received',
    currency: charge.currency,
    refs: { chargeId: charge.chargeId },
    postings: [
      debit(house('paystack_clearing'), charge.amountMinor),
      credit(house('unapplied_receipts'), charge.amountMinor),
    ],
  };
}

/** Paystack keeps its fee out of what it holds: the platform's cost. */
export function chargeFee(charge: { chargeId: string; feeMinor: Minor; currency: string }): Transfer {
  return {
    key: `charge:${charge.chargeId}:fee`,
    kind: 'processing_fee',
    currency: charge.currency,
    refs: { chargeId: charge.chargeId },
    postings: [debit(house('processing_fees'), charge.feeMinor), credit(house('paystack_clearing'), charge.feeMinor)],
  };
}

/** A payment settles a session: the tutor's and the platform's shares are pending until it has been given. */
export function chargeApplied(sale: {
  chargeId: string;
  sessionId: string;
  tutorId: PersonId;
  tutorMinor: Minor;
  platformMinor: Minor;
  currency: string;
}): Transfer {
  return {
    key: `charge:${sale.chargeId}:applied:${sale.sessionId}`,
    kind: 'charge_applied',
    currency: sale.currency,
    refs: { chargeId: sale.chargeId, sessionId: sale.sessionId },
    postings: [
      debit(house('unapplied_receipts'), (sale.tutorMinor + sale.platformMinor) as Minor),
      credit(tutorAccount('tutor_pending', sale.tutorId), sale.tutorMinor),
      credit(house('platform_pending'), sale.platformMinor),
    ],
  };
}

export type RefundMove = { refundId: string; chargeId: string; amountMinor: Minor; currency: string };

function refundMove(refund: RefundMove, step: string, from: Account, to: Account): Transfer {
  return {
    key: `refund:${refund.refundId}:${step}`,
    kind: `refund_${step}`,
    currency: refund.currency,
    refs: { refundId: refund.refundId, chargeId: refund.chargeId },
    postings: [debit(from, refund.amountMinor), credit(to, refund.amountMinor)],
  };
}

/** Money that settled nothing is on its way back. */
export function unappliedRefundRequested(refund: RefundMove): Transfer {
  return refundMove(refund, 'requested', house('unapplied_receipts'), house('refunds_in_flight'));
}

/** Paystack has given it back. */
export function refundProcessed(refund: RefundMove): Transfer {
  return refundMove(refund, 'processed', house('refunds_in_flight'), house('paystack_clearing'));
}
