import type { ChargeId, PersonId } from '#shared/id.ts';
import type { Minor } from '#shared/money.ts';
import type { Instant } from '#shared/time.ts';

export type ChargeStatus = 'CREATED' | 'OPEN' | 'SUCCEEDED' | 'FAILED' | 'ABANDONED';
export type RefundStatus = 'REQUESTED' | 'PENDING' | 'PROCESSING' | 'NEEDS_ATTENTION' | 'PROCESSED' | 'FAILED';
/** Why money on our own reference does not count. */
export type Mismatch = 'reference' | 'domain' | 'currency' | 'amount' | 'metadata';

/** What is to be paid, by whom, for what. `sessionId` is opaque here: payments know no session. */
export type ChargeOrder = {
  payerId: PersonId;
  amountMinor: Minor;
  currency: string;
  lines: { sessionId: string; amountMinor: Minor }[];
  /** Until when it may be paid; Paystack is asked for 72 hours longer. */
  payUntil: Instant;
  offersBankTransfer: boolean;
};

/** What became of a look at Paystack. */
export type SettleOutcome =
  | { state: 'not_ours' }
  | { state: 'unavailable' }
  | { state: 'unpaid' | 'waiting_for_bank' | 'failed' | 'settled' | 'mismatched' | 'needs_admin'; chargeId: ChargeId };
