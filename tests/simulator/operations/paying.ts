import { receivePaystackWebhook } from '#features/payments/commands/receive-webhook.server.ts';
import { paymentView } from '#features/sessions/queries/payment-view.server.ts';
import { assert } from '#shared/assert.ts';
import { minor } from '#shared/money.ts';
import { minutesBetween } from '#shared/time.ts';
import { createHmac } from 'node:crypto';
import { moveRefund, receiveMoney, type BookedPayment, type Callback } from '../books.ts';
import type { World } from '../world.ts';
import { everyone, nameOf, short, type Operation } from './operation.ts';

/** How long after it was opened a page can still bring money: we stop asking 72 hours after the deadline. */
const PAGE_LIVES_MINUTES = 71 * 60;

/** Payments that can still happen: any page that Paystack has opened, whether or not we ever heard of it. */
export function openPayments({ books, clock }: World): BookedPayment[] {
  return [...books.payments.values()].filter(
    ({ status, openedAt }) =>
      status !== 'success' && status !== 'reversed' && minutesBetween(openedAt, clock.now()) < PAGE_LIVES_MINUTES,
  );
}

const pay: Operation = {
  name: 'pay',
  weight: 16,
  async run(world, dice) {
    const payments = openPayments(world);
    const payment = dice.pickAny(dice.chance(0.5) ? payments.slice(-1) : payments);
    if (payment === null) return null;
    receiveMoney(world.books, payment, payment.askedMinor, world.clock.now());
    return short(payment.reference);
  },
};

/** The bank says no, or the money is promised and on its way. */
const payLater: Operation = {
  name: 'pay, not yet',
  weight: 5,
  async run(world, dice) {
    const payment = dice.pickAny(openPayments(world));
    if (payment === null) return null;
    payment.status = dice.pick(['failed', 'failed', 'pending', 'ongoing', 'processing', 'queued', 'unrecognised']);
    return `${short(payment.reference)} is ${payment.status}`;
  },
};

/** Money that is not what we asked for, in every way that we know of. */
const payWrongly: Operation = {
  name: 'pay wrongly',
  weight: 3,
  async run(world, dice) {
    const payment = dice.pickAny(openPayments(world));
    if (payment === null) return null;
    const how = dice.pick([
      'too little',
      'too much',
      'other amount asked',
      'other currency',
      'other domain',
      'other charge',
    ]);
    let paidMinor = payment.askedMinor;
    if (how === 'too little') paidMinor = minor(payment.askedMinor - 1);
    if (how === 'too much') paidMinor = minor(payment.askedMinor + 12_345);
    if (how === 'other amount asked') payment.askedMinor = minor(payment.askedMinor - 100);
    if (how === 'other currency') payment.currency = 'GHS';
    if (how === 'other domain') payment.domain = 'live';
    if (how === 'other charge') payment.metadata = { chargeId: 'another' };
    receiveMoney(world.books, payment, paidMinor, world.clock.now());
    return `${short(payment.reference)}: ${how}`;
  },
};

const deliverCallback: Operation = {
  name: 'deliver callback',
  weight: 14,
  async run(world, dice) {
    const { books } = world;
    const isAgain = books.callbacks.length === 0 || dice.chance(0.25);
    const callback = dice.pickAny(isAgain ? books.delivered : books.callbacks);
    if (callback === null) return null;
    const answer = await deliver(world, callback);
    return `${callback.event} of ${short(callback.reference)}${isAgain ? ' again' : ''}: ${answer}`;
  },
};

/** Hands a callback over as Paystack would; only one that was answered counts as delivered. */
export async function deliver(world: World, callback: Callback): Promise<string> {
  const answer = await receivePaystackWebhook(
    world.app,
    new TextEncoder().encode(callback.body),
    sign(world, callback.body),
  );
  assert(answer === 'stored' || answer === 'known', `a signed callback is stored, not ${answer}`);
  const { books } = world;
  if (books.callbacks.includes(callback)) {
    books.callbacks = books.callbacks.filter((one) => one !== callback);
    books.delivered = [...books.delivered, callback].slice(-20);
  }
  return answer;
}

function sign(world: World, body: string): string {
  return createHmac('sha512', world.app.config.paystack.secretKey).update(body).digest('hex');
}

const loseCallback: Operation = {
  name: 'lose callback',
  weight: 4,
  async run({ books }, dice) {
    const callback = dice.pickAny(books.callbacks);
    if (callback === null) return null;
    books.callbacks = books.callbacks.filter((one) => one !== callback);
    return `${callback.event} of ${short(callback.reference)}`;
  },
};

/** A forger's success, and one of another shop on the same account: neither may have any effect. */
const strangeCallback: Operation = {
  name: 'strange callback',
  weight: 2,
  async run(world, dice) {
    const payment = dice.pickAny(openPayments(world));
    const isForged = payment !== null && dice.chance(0.5);
    const reference = isForged ? payment.reference : `course-${dice.roll(1_000_000)}`;
    const body = JSON.stringify({ event: 'charge.success', data: { reference, amount: 500_000, domain: 'test' } });
    const signature = isForged ? 'ab'.repeat(64) : sign(world, body);
    const answer = await receivePaystackWebhook(world.app, new TextEncoder().encode(body), signature);
    assert(answer === (isForged ? 'bad_signature' : 'stored') || answer === 'known', `a strange callback is ${answer}`);
    return `${isForged ? 'forged' : 'foreign'}: ${answer}`;
  },
};

const openCallbackPage: Operation = {
  name: 'open payment page',
  weight: 9,
  async run(world, dice) {
    const payment = dice.pickAny([...world.books.payments.values()].slice(-8));
    if (payment === null) return null;
    const reader = dice.chance(0.2) ? null : dice.pick(everyone(world));
    const view = await paymentView(world.app, reader, payment.reference);
    return `${nameOf(reader)} reads ${short(payment.reference)}: ${view.state}`;
  },
};

const refundMoves: Operation = {
  name: 'refund moves',
  weight: 8,
  async run({ books }, dice) {
    const refund = dice.pickAny(books.refunds.filter(({ status }) => status !== 'processed' && status !== 'failed'));
    if (refund === null) return null;
    moveRefund(
      books,
      refund,
      dice.pick(['processing', 'processed', 'processed', 'processed', 'failed', 'needs-attention']),
    );
    return `${refund.amountMinor} of ${short(refund.payment.reference)} is ${refund.status}`;
  },
};

export const payingOperations: readonly Operation[] = [
  pay,
  payLater,
  payWrongly,
  deliverCallback,
  loseCallback,
  strangeCallback,
  openCallbackPage,
  refundMoves,
];
