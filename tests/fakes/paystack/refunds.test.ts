import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPaystack, type Paystack } from '#infra/paystack/client.server.ts';
import { parseWebhook } from '#infra/paystack/webhook.server.ts';
import { minor } from '#shared/money.ts';
import { startMerchant, type Merchant } from '../merchant.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_refunds';

let merchant: Merchant;
let fake: FakePaystack;
let paystack: Paystack;
let stateFile: string;

beforeEach(async () => {
  merchant = await startMerchant();
  stateFile = join(mkdtempSync(join(tmpdir(), 'stand-in-')), 'state.json');
  await start();
});
afterEach(async () => {
  await fake.close();
  await merchant.close();
});

async function start(refundStepMs: number | null = 1): Promise<void> {
  fake = await startFakePaystack({ secretKey: KEY, webhookUrl: merchant.url, stateFile, knobs: { refundStepMs } });
  paystack = createPaystack({ baseUrl: fake.url, secretKey: KEY, timeoutMs: 5_000 });
}

const refundAll = () => paystack.refund({ transaction: 'course-1', amountMinor: minor(100_00), merchantNote: 'r-1' });
const events = () =>
  merchant.received.map(({ body }) => parseWebhook(body)?.event).filter((event) => event?.startsWith('refund.'));

test('a refund goes its way by itself, tells each step, and reverses the payment', async () => {
  fake.payElsewhere('course-1', 100_00);
  await refundAll();
  await fake.idle();
  expect(events().toSorted()).toEqual(['refund.pending', 'refund.processed', 'refund.processing']);
  expect(fake.refunds()).toMatchObject([{ status: 'processed', merchantNote: 'r-1' }]);
  expect(await paystack.verify('course-1')).toMatchObject({ value: { status: 'reversed', amountMinor: 100_00 } });
  expect(await refundAll()).toMatchObject({ ok: false, error: { kind: 'rejected' } });
});

test('a part refund leaves the payment a success', async () => {
  fake.payElsewhere('course-1', 200_00);
  await refundAll();
  await fake.idle();
  expect(await paystack.verify('course-1')).toMatchObject({ value: { status: 'success' } });
});

test('a failed refund can be asked for again', async () => {
  fake.turn({ refundOutcome: 'failed' });
  fake.payElsewhere('course-1', 100_00);
  await refundAll();
  await fake.idle();
  expect(fake.refunds()).toMatchObject([{ status: 'failed' }]);
  expect(events()).toContain('refund.failed');
  fake.turn({ refundOutcome: 'processed' });
  expect(await refundAll()).toMatchObject({ ok: true });
});

test('a refund that needs attention waits until someone sees to it', async () => {
  fake.turn({ refundOutcome: 'needs-attention' });
  fake.payElsewhere('course-1', 100_00);
  await refundAll();
  await fake.idle();
  const [refund] = fake.refunds();
  expect(refund).toMatchObject({ status: 'needs-attention' });
  expect(fake.advanceRefund(refund?.id ?? 0)).toBe(true);
  expect(fake.refunds()).toMatchObject([{ status: 'processed' }]);
  expect(fake.advanceRefund(refund?.id ?? 0)).toBe(false);
});

test('an unpaid payment cannot be refunded, nor one that does not exist', async () => {
  expect(await refundAll()).toMatchObject({ ok: false, error: { status: 404, code: 'transaction_not_found' } });
});

test('payments and refunds outlive a restart, and a refund under way goes on', async () => {
  await fake.close();
  await start(null);
  fake.payElsewhere('course-1', 100_00);
  const made = await refundAll();
  const before = { transactions: fake.transactions(), refunds: fake.refunds() };
  await fake.close();

  await start(null);
  expect({ transactions: fake.transactions(), refunds: fake.refunds() }).toEqual(before);
  await fake.close();

  await start(1);
  await fake.idle();
  expect(await paystack.getRefund(made.ok ? made.value.id : '')).toMatchObject({ value: { status: 'processed' } });
});
