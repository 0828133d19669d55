import type { ProviderRefundStatus } from '#infra/paystack/refunds.server.ts';
import type { TransactionStatus } from '#infra/paystack/transactions.server.ts';
import { subtract, NO_MONEY, type Minor } from '#shared/money.ts';
import type { Instant } from '#shared/time.ts';

/** What Paystack itself knows of a payment: the truth that ours is compared with. */
export type BookedPayment = {
  id: string;
  reference: string;
  /** Of the payer: repeated in every callback. */
  email: string;
  askedMinor: Minor;
  paidMinor: Minor | null;
  currency: string;
  domain: 'test' | 'live';
  metadata: Record<string, unknown>;
  status: TransactionStatus;
  feesMinor: Minor | null;
  openedAt: Instant;
  paidAt: Instant | null;
};

export type BookedRefund = {
  id: string;
  payment: BookedPayment;
  amountMinor: Minor;
  status: ProviderRefundStatus;
  merchantNote: string;
};

/** A callback that Paystack wants to post: not yet delivered, and perhaps never. */
export type Callback = { event: string; reference: string; body: string };

/** Paystack's own books. */
export type Books = {
  payments: Map<string, BookedPayment>;
  refunds: BookedRefund[];
  /** Waiting to be delivered, in no order. */
  callbacks: Callback[];
  /** Delivered before, and perhaps again. */
  delivered: Callback[];
  nextId(): string;
};

const FIRST_ID = 4_299_000_000;

export function openBooks(): Books {
  let lastId = FIRST_ID;
  return { payments: new Map(), refunds: [], callbacks: [], delivered: [], nextId: () => String((lastId += 1)) };
}

/** The payer's money arrives, and Paystack wants to say so. */
export function receiveMoney(books: Books, payment: BookedPayment, paidMinor: Minor, now: Instant): void {
  payment.status = 'success';
  payment.paidMinor = paidMinor;
  payment.feesMinor = Math.floor(paidMinor / 50) as Minor;
  payment.paidAt = now;
  const customer = { email: payment.email };
  const data = { customer, id: payment.id, reference: payment.reference, amount: paidMinor, domain: payment.domain };
  books.callbacks.push({
    event: 'charge.success',
    reference: payment.reference,
    body: JSON.stringify({ event: 'charge.success', data: { ...data, paid_at: now.toString() } }),
  });
}

/** A refund goes a step on, and Paystack wants to say so. */
export function moveRefund(books: Books, refund: BookedRefund, status: ProviderRefundStatus): void {
  refund.status = status;
  if (refundedOf(books, refund.payment) === refund.payment.paidMinor) refund.payment.status = 'reversed';
  const { reference, email } = refund.payment;
  const data = { customer: { email }, transaction_reference: reference, amount: String(refund.amountMinor), status };
  const event = `refund.${status}`;
  books.callbacks.push({ event, reference, body: JSON.stringify({ event, data }) });
}

export function refundsOf(books: Books, payment: BookedPayment): BookedRefund[] {
  return books.refunds.filter((refund) => refund.payment === payment);
}

/** What of a payment Paystack would still give back. */
export function leftMinor(books: Books, payment: BookedPayment): Minor {
  return refundsOf(books, payment)
    .filter(({ status }) => status !== 'failed')
    .reduce((left, { amountMinor }) => subtract(left, amountMinor), payment.paidMinor ?? NO_MONEY);
}

function refundedOf(books: Books, payment: BookedPayment): number {
  return refundsOf(books, payment)
    .filter(({ status }) => status === 'processed')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
