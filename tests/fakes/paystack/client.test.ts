import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPaystack, type Paystack } from '#infra/paystack/client.server.ts';
import type { Exchange } from '#infra/paystack/request.server.ts';
import type { InitializeInput } from '#infra/paystack/transactions.server.ts';
import { minor } from '#shared/money.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_client';
const CHARGE_ID = '0198c0de-0000-7000-8000-000000000001';
const ADAS_PAYMENT: InitializeInput = {
  email: 'ada@example.test',
  amountMinor: minor(5_000_00),
  currency: 'NGN',
  reference: 'mnt-ada',
  callbackUrl: 'http://localhost:3000/mentorship/verify-payment',
  metadata: { chargeId: CHARGE_ID },
  channels: ['bank_transfer', 'card'],
};

let fake: FakePaystack;
let paystack: Paystack;
let log: Exchange[];

beforeEach(async () => {
  fake = await startFakePaystack({ secretKey: KEY, clock: () => Date.UTC(2026, 0, 5, 9) });
  log = [];
  paystack = client();
});
afterEach(() => fake.close());

function client(more: Partial<Parameters<typeof createPaystack>[0]> = {}): Paystack {
  return createPaystack({ baseUrl: fake.url, secretKey: KEY, timeoutMs: 5_000, log: (one) => log.push(one), ...more });
}

async function valueOf<T>(result: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`unexpected failure: ${JSON.stringify(settled.error)}`);
  return settled.value;
}

describe('paying', () => {
  test('opens a payment page, and tells the payment as it stands from unpaid to paid', async () => {
    const opened = await valueOf(paystack.initialize(ADAS_PAYMENT));
    expect(opened).toMatchObject({ reference: 'mnt-ada' });
    expect(opened.authorizationUrl).toBe(`${fake.url}/pay/${opened.accessCode}`);
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({
      status: 'abandoned',
      paidAt: null,
      feesMinor: null,
    });

    fake.pay('mnt-ada', 'success');
    const paid = await valueOf(paystack.verify('mnt-ada'));
    expect(paid).toEqual({
      id: expect.stringMatching(/^\d{10}$/),
      domain: 'test',
      status: 'success',
      reference: 'mnt-ada',
      amountMinor: 5_000_00,
      requestedAmountMinor: 5_000_00,
      currency: 'NGN',
      feesMinor: 175_00,
      paidAt: expect.anything(),
      channel: 'card',
      metadata: {
        chargeId: CHARGE_ID,
        cancel_action: 'http://localhost:3000/mentorship/verify-payment?reference=mnt-ada',
      },
    });
    expect(String(paid?.paidAt)).toBe('2026-01-05T09:00:00Z');
  });

  test('tells failed and waiting payments as they are', async () => {
    await paystack.initialize(ADAS_PAYMENT);
    fake.pay('mnt-ada', 'fail');
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ status: 'failed' });
    fake.pay('mnt-ada', 'pending');
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ status: 'pending', channel: 'bank_transfer' });
    fake.pay('mnt-ada', 'success', { paidMinor: 6_000_00 });
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({
      status: 'success',
      amountMinor: 6_000_00,
      requestedAmountMinor: 5_000_00,
      channel: 'bank_transfer',
    });
  });

  test('answers null for a reference that Paystack does not know', async () => {
    expect(await valueOf(paystack.verify('mnt-nobody'))).toBeNull();
    expect(await valueOf(paystack.verify('mnt/../refund?x=1'))).toBeNull();
  });

  test('says duplicate_reference when a reference is used again', async () => {
    await paystack.initialize(ADAS_PAYMENT);
    expect(await paystack.initialize(ADAS_PAYMENT)).toEqual({
      ok: false,
      error: {
        kind: 'rejected',
        retryable: false,
        outcomeUnknown: false,
        status: 400,
        code: 'duplicate_reference',
        message: 'Duplicate Transaction Reference',
      },
    });
  });

  test.each([
    ['an address that is none', { email: 'nobody' }],
    ['an amount under ₦50', { amountMinor: minor(49_99) }],
    ['a currency that the shop does not take', { currency: 'KES' }],
    ['a reference with other characters', { reference: 'mnt ada' }],
  ])('is rejected for %s', async (_what, change) => {
    const answer = await paystack.initialize({ ...ADAS_PAYMENT, ...change });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'rejected', status: 400, retryable: false } });
    expect(fake.transactions()).toEqual([]);
  });

  test('is rejected with a wrong key, which is never logged', async () => {
    const answer = await client({ secretKey: 'sk_test_wrong' }).initialize(ADAS_PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'rejected', status: 401, message: 'Invalid key' } });
    await client().initialize(ADAS_PAYMENT);
    expect(log).toHaveLength(2);
    expect(JSON.stringify(log)).not.toMatch(/sk_test|ada@example/);
  });

  test.each([
    ['1.5 % and ₦100', 5_000_00, 175_00],
    ['without the ₦100 under ₦2,500', 2_499_99, 37_50],
    ['₦2,000 at most', 1_000_000_00, 2_000_00],
  ])('costs what the price list says: %s', async (_what, amountMinor, feesMinor) => {
    await paystack.initialize({ ...ADAS_PAYMENT, amountMinor: minor(amountMinor) });
    fake.pay('mnt-ada', 'success');
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ feesMinor });
  });

  test('costs ₦100 of ₦5,000 when the fee is turned to that', async () => {
    fake.turn({ fee: { kind: 'flat', amountMinor: 100_00 } });
    await paystack.initialize(ADAS_PAYMENT);
    fake.pay('mnt-ada', 'success');
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ feesMinor: 100_00 });
  });
});

describe('what verify may carry', () => {
  test.each([
    ['an object', { chargeId: CHARGE_ID }, { chargeId: CHARGE_ID }],
    ['JSON text', JSON.stringify({ chargeId: CHARGE_ID }), { chargeId: CHARGE_ID }],
    ['empty text', '', null],
    ['zero', 0, null],
    ['null', null, null],
    ['text that is no JSON', 'hello', null],
    ['JSON text that is no object', '[1]', null],
  ])('metadata as %s', async (_what, metadata, read) => {
    await paystack.initialize(ADAS_PAYMENT);
    fake.turn({ verifyOverrides: { 'mnt-ada': { metadata } } });
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ metadata: read });
  });

  test('another amount, currency and domain are told, not judged', async () => {
    await paystack.initialize(ADAS_PAYMENT);
    fake.pay('mnt-ada', 'success');
    fake.turn({ verifyOverrides: { '*': { amount: '100', currency: 'USD', domain: 'live', requested_amount: 100 } } });
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({
      amountMinor: 100,
      requestedAmountMinor: 100,
      currency: 'USD',
      domain: 'live',
    });
  });

  test('a status that we do not know is told as unrecognised, so that nobody takes it for an end', async () => {
    await paystack.initialize(ADAS_PAYMENT);
    fake.turn({ verifyOverrides: { '*': { status: 'sleeping' } } });
    expect(await valueOf(paystack.verify('mnt-ada'))).toMatchObject({ status: 'unrecognised' });
  });

  test.each([
    ['no amount', { amount: null }],
    ['a fraction of a kobo', { amount: 10.5 }],
    ['an amount below zero', { requested_amount: -1 }],
    ['no reference', { reference: 7 }],
  ])('%s is malformed', async (_what, change) => {
    await paystack.initialize(ADAS_PAYMENT);
    fake.turn({ verifyOverrides: { '*': change } });
    expect(await paystack.verify('mnt-ada')).toMatchObject({ ok: false, error: { kind: 'malformed', status: 200 } });
  });
});

describe('refunding', () => {
  async function paidByAda(): Promise<string> {
    await paystack.initialize(ADAS_PAYMENT);
    fake.pay('mnt-ada', 'success');
    return (await valueOf(paystack.verify('mnt-ada')))?.id ?? '';
  }

  test('a refund is pending, found by its note in the list and by its id, and then processed', async () => {
    fake.turn({ refundStepMs: null });
    const transaction = await paidByAda();
    const asked = { transaction: 'mnt-ada', amountMinor: minor(2_000_00), merchantNote: 'refund r-1' };
    const made = await valueOf(paystack.refund(asked));
    expect(made).toMatchObject({
      status: 'pending',
      amountMinor: 2_000_00,
      transactionId: transaction,
      currency: 'NGN',
    });

    const listed = await valueOf(paystack.listRefunds({ transaction }));
    expect(listed).toEqual([made]);
    expect(listed[0]?.merchantNote).toBe('refund r-1');

    fake.advanceRefund(Number(made.id));
    expect(await valueOf(paystack.getRefund(made.id))).toMatchObject({ status: 'processing' });
    fake.advanceRefund(Number(made.id));
    expect(await valueOf(paystack.getRefund(made.id))).toEqual({ ...made, status: 'processed' });
  });

  test('never gives back more than is left', async () => {
    await paidByAda();
    const part = { transaction: 'mnt-ada', amountMinor: minor(3_000_00), merchantNote: 'r-1' };
    expect((await paystack.refund(part)).ok).toBe(true);
    expect(await paystack.refund(part)).toMatchObject({ ok: false, error: { kind: 'rejected', status: 400 } });
    expect(fake.refunds()).toHaveLength(1);
  });

  test('finds every refund of a payment over several pages, and none of another', async () => {
    const transaction = await paidByAda();
    fake.payElsewhere('course-1', 5_000_00);
    await paystack.refund({ transaction: 'course-1', amountMinor: minor(100), merchantNote: 'theirs' });
    for (let number = 1; number <= 120; number += 1) {
      await paystack.refund({ transaction: 'mnt-ada', amountMinor: minor(100), merchantNote: `r-${number}` });
    }
    const notes = (await valueOf(paystack.listRefunds({ transaction }))).map(({ merchantNote }) => merchantNote);
    expect(new Set(notes)).toEqual(new Set(Array.from({ length: 120 }, (_, index) => `r-${index + 1}`)));
    expect(notes).toHaveLength(120);
  });

  test('lists by Paystack’s id only: our reference is rejected, never answered with an empty list', async () => {
    await paidByAda();
    expect(await paystack.listRefunds({ transaction: 'mnt-ada' })).toMatchObject({
      ok: false,
      error: { kind: 'rejected' },
    });
  });

  test('answers null for a refund that Paystack does not know', async () => {
    expect(await valueOf(paystack.getRefund('1'))).toBeNull();
  });

  test('reads amounts given as text', async () => {
    const data = {
      id: '77',
      status: 'processed',
      amount: '5000',
      currency: 'NGN',
      transaction: 12,
      merchant_note: null,
    };
    const paystack = client({ fetch: async () => Response.json({ status: true, message: 'ok', data }) });
    expect(await valueOf(paystack.getRefund('77'))).toMatchObject({ id: '77', amountMinor: 5000, transactionId: '12' });
  });

  test('gives up with an error, not with a cut list, when the pages never end', async () => {
    let id = 0;
    const page = () =>
      Array.from({ length: 50 }, () => ({
        id: (id += 1),
        status: 'pending',
        amount: 1,
        currency: 'NGN',
        transaction: 1,
      }));
    const paystack = client({ fetch: async () => Response.json({ status: true, message: 'ok', data: page() }) });
    expect(await paystack.listRefunds({ transaction: '1' })).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });
});
