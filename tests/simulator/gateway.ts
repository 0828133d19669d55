import type { Paystack } from '#infra/paystack/client.server.ts';
import { rejected, unavailable, type PaystackResult } from '#infra/paystack/result.server.ts';
import type { ProviderRefund, RefundInput } from '#infra/paystack/refunds.server.ts';
import type { InitializeInput, Initialized, Transaction } from '#infra/paystack/transactions.server.ts';
import { assert } from '#shared/assert.ts';
import { isOurReference } from '#shared/id.ts';
import { ok } from '#shared/result.ts';
import type { Clock } from '#shared/time.ts';
import { leftMinor, moveRefund, refundsOf, type BookedPayment, type BookedRefund, type Books } from './books.ts';
import { Crash } from './crash.ts';

/** What becomes of one call. `lost`, `died_after`: Paystack has done what was asked, and we never hear of it. */
export type Fate = 'answered' | 'down' | 'refused' | 'lost' | 'died_before' | 'died_after';

export type Wire = {
  clock: Clock;
  fate(): Fate;
  /** Other things happen while a call is on its way, as they do when nobody holds a transaction open. */
  meanwhile(): Promise<void>;
  openTransactions(): number;
};

/** Paystack as the product calls it, on books of its own, over a wire that does what the dice want. */
export function createGateway(books: Books, wire: Wire): Paystack {
  async function call<T>(what: string, isWrite: boolean, work: () => PaystackResult<T>): Promise<PaystackResult<T>> {
    assert(wire.openTransactions() === 0, `${what} was called inside a database transaction`);
    const fate = wire.fate();
    await wire.meanwhile();
    if (fate === 'died_before') throw new Crash(`before Paystack heard of ${what}`);
    if (fate === 'down') return unavailable('HTTP 503', false, { status: 503 });
    if (fate === 'refused' && isWrite) return rejected('Not now', { status: 400, code: 'not_now' });
    const answer = work();
    await wire.meanwhile();
    if (fate === 'died_after') throw new Crash(`after Paystack had done ${what}`);
    if (fate === 'lost') return unavailable('timeout', isWrite);
    return answer;
  }
  return {
    initialize: (input) => call('initialize', true, () => initialize(books, input, wire.clock)),
    verify(reference) {
      assert(isOurReference(reference), `${reference} is not ours, and was asked about`);
      return call('verify', false, () => verify(books, reference));
    },
    refund: (input) => call('refund', true, () => refund(books, input)),
    getRefund: (id) =>
      call('getRefund', false, () => {
        const found = books.refunds.find((one) => one.id === id);
        return ok(found === undefined ? null : refundAnswer(found));
      }),
    listRefunds: ({ transaction }) =>
      call('listRefunds', false, () =>
        ok(books.refunds.filter((one) => one.payment.id === transaction).map(refundAnswer)),
      ),
  };
}

function initialize(books: Books, input: InitializeInput, clock: Clock): PaystackResult<Initialized> {
  const { reference } = input;
  if (books.payments.has(reference))
    return rejected('Duplicate Transaction Reference', { status: 400, code: 'duplicate_reference' });
  const id = books.nextId();
  books.payments.set(reference, {
    id,
    reference,
    email: input.email,
    askedMinor: input.amountMinor,
    paidMinor: null,
    currency: input.currency,
    domain: 'test',
    metadata: { ...input.metadata },
    status: 'abandoned',
    feesMinor: null,
    openedAt: clock.now(),
    paidAt: null,
  });
  return ok({ authorizationUrl: `http://paystack.test/pay/${id}`, accessCode: id, reference });
}

function verify(books: Books, reference: string): PaystackResult<Transaction | null> {
  const payment = books.payments.get(reference);
  return ok(payment === undefined ? null : transactionAnswer(payment));
}

function transactionAnswer(payment: BookedPayment): Transaction {
  return {
    id: payment.id,
    domain: payment.domain,
    status: payment.status,
    reference: payment.reference,
    amountMinor: payment.paidMinor ?? payment.askedMinor,
    requestedAmountMinor: payment.askedMinor,
    currency: payment.currency,
    feesMinor: payment.feesMinor,
    paidAt: payment.paidAt,
    channel: 'card',
    metadata: payment.metadata,
  };
}

/** As Paystack does it: by reference, never more than is left, and without any idempotency key. */
function refund(books: Books, input: RefundInput): PaystackResult<ProviderRefund> {
  const payment = books.payments.get(input.transaction);
  if (payment === undefined) return rejected('Transaction not found', { status: 404 });
  if (payment.status !== 'success') return rejected('Transaction cannot be refunded', { status: 400 });
  if (input.amountMinor > leftMinor(books, payment)) return rejected('Refund amount is too large', { status: 400 });
  const made: BookedRefund = {
    id: books.nextId(),
    payment,
    amountMinor: input.amountMinor,
    status: 'pending',
    merchantNote: input.merchantNote,
  };
  books.refunds.push(made);
  assert(refundsOf(books, payment).includes(made), 'a refund is in the books');
  moveRefund(books, made, 'pending');
  return ok(refundAnswer(made));
}

function refundAnswer(one: BookedRefund): ProviderRefund {
  return {
    id: one.id,
    status: one.status,
    amountMinor: one.amountMinor,
    currency: one.payment.currency,
    transactionId: one.payment.id,
    merchantNote: one.merchantNote,
    customerNote: null,
    createdAt: null,
  };
}
