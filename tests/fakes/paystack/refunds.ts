import { z } from 'zod';
import { createdRefund, fetchedRefund, listedRefund, refundEvent } from './bodies.ts';
import { failure, success, type ApiAnswer, type StandIn } from './stand-in.ts';
import { refundsOf, transactionById, type FakeRefund, type FakeTransaction } from './store.ts';
import { pageOf } from './transactions.ts';

const refundBody = z.looseObject({
  transaction: z.union([z.string(), z.int()]).transform(String),
  amount: z.int().positive().optional(),
  merchant_note: z.string().optional(),
  customer_note: z.string().optional(),
});

/** `POST /refund`: takes a reference or an id, and never more than is left of the payment. */
export function createRefund(standIn: StandIn, given: unknown): ApiAnswer {
  const body = refundBody.safeParse(given).data;
  if (body === undefined) return failure(400, 'invalid_params', 'Invalid parameters', 'Send transaction and amount');
  const { store, now, domain } = standIn;
  const paid = store.transactions.get(body.transaction) ?? transactionById(store, Number(body.transaction));
  if (paid === undefined) {
    return failure(404, 'transaction_not_found', 'Transaction not found', 'Send the reference of a paid transaction');
  }
  if (paid.status !== 'success') {
    const message =
      paid.status === 'reversed' ? 'Transaction has been fully reversed' : 'Transaction was not successful';
    return failure(400, 'invalid_transaction', message, 'Only successful transactions can be refunded');
  }
  const leftMinor = refundableMinor(standIn, paid);
  const amountMinor = body.amount ?? leftMinor;
  if (amountMinor > leftMinor || leftMinor === 0) {
    const message = 'Refund amount cannot be more than the amount left on the transaction';
    return failure(400, 'invalid_amount', message, `At most ${leftMinor} is left to refund`);
  }
  const one: FakeRefund = {
    id: store.nextId(),
    transactionId: paid.id,
    reference: paid.reference,
    amountMinor,
    currency: paid.currency,
    status: 'pending',
    merchantNote: body.merchant_note ?? `Refund for transaction ${paid.reference} by merchant@example.com`,
    customerNote: body.customer_note ?? `Refund for transaction ${paid.reference}`,
    createdAtMs: now(),
    updatedAtMs: now(),
    processedAtMs: null,
  };
  store.refunds.set(one.id, one);
  store.save();
  announce(standIn, one, paid);
  moveAlone(standIn, one.id);
  return success('Refund has been queued for processing', createdRefund(one, paid, domain));
}

function refundableMinor({ store }: StandIn, paid: FakeTransaction): number {
  const counted = refundsOf(store, paid.id).filter(({ status }) => status !== 'failed');
  return (paid.paidMinor ?? 0) - counted.reduce((sum, one) => sum + one.amountMinor, 0);
}

export function getRefund({ store, domain }: StandIn, id: string): ApiAnswer {
  const one = store.refunds.get(Number(id));
  if (one === undefined) return failure(404, 'refund_not_found', 'Refund not found', 'Send the id of a refund');
  return success('Refund retrieved', fetchedRefund(one, channelOf(one, store.transactions), domain));
}

/** `GET /refund?transaction=`: newest first. The filter is Paystack's transaction id; a reference is refused, loudly. */
export function listRefunds({ store, domain }: StandIn, query: URLSearchParams): ApiAnswer {
  const transaction = query.get('transaction');
  if (transaction !== null && !/^\d+$/.test(transaction)) {
    return failure(400, 'invalid_params', 'transaction must be a number', "Send Paystack's own transaction id");
  }
  const all = transaction === null ? [...store.refunds.values()] : refundsOf(store, Number(transaction));
  const { perPage, page } = pageOf(query);
  const skipped = (page - 1) * perPage;
  const onPage = all.toReversed().slice(skipped, skipped + perPage);
  const data = onPage.map((one) => listedRefund(one, channelOf(one, store.transactions), domain));
  const meta = { total: all.length, skipped, perPage, page, pageCount: Math.ceil(all.length / perPage) };
  return success('Refunds retrieved', data, { meta });
}

function channelOf({ reference }: FakeRefund, transactions: ReadonlyMap<string, FakeTransaction>): string {
  return transactions.get(reference)?.channel ?? 'card';
}

/**
 * Moves a refund one step on, or to the status given, and tells the merchant: pending → processing → what the knob
 * says; from needs-attention to processed. False when it had ended before.
 */
export function advanceRefund(standIn: StandIn, id: number, to?: FakeRefund['status']): boolean {
  const { store, knobs, now } = standIn;
  const one = store.refunds.get(id);
  const paid = one === undefined ? undefined : store.transactions.get(one.reference);
  if (one === undefined || paid === undefined) throw new Error(`no refund ${id}`);
  if (hasEnded(one)) return false;
  one.status = to ?? NEXT[one.status] ?? knobs.refundOutcome;
  one.updatedAtMs = now();
  if (one.status === 'processed') {
    one.processedAtMs = now();
    if (processedMinor(standIn, paid) === paid.paidMinor) paid.status = 'reversed';
  }
  store.save();
  announce(standIn, one, paid);
  return true;
}

const NEXT: Partial<Record<FakeRefund['status'], FakeRefund['status']>> = {
  pending: 'processing',
  'needs-attention': 'processed',
};

function hasEnded({ status }: FakeRefund): boolean {
  return status === 'processed' || status === 'failed';
}

function processedMinor({ store }: StandIn, paid: FakeTransaction): number {
  const done = refundsOf(store, paid.id).filter(({ status }) => status === 'processed');
  return done.reduce((sum, one) => sum + one.amountMinor, 0);
}

function announce({ webhooks, domain }: StandIn, one: FakeRefund, paid: FakeTransaction): void {
  webhooks.send(refundEvent(one, paid, domain));
}

/** Lets a refund go its way by itself, until it has ended or needs someone. */
export function moveAlone(standIn: StandIn, id: number): void {
  const { knobs, store, background } = standIn;
  background.run(async (sleep) => {
    for (;;) {
      if (knobs.refundStepMs === null) return;
      await sleep(knobs.refundStepMs);
      const one = store.refunds.get(id);
      if (one === undefined || hasEnded(one) || one.status === 'needs-attention') return;
      advanceRefund(standIn, id);
    }
  });
}
