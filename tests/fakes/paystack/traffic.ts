import { createPaystack, type Paystack } from '#infra/paystack/client.server.ts';
import type { InitializeInput } from '#infra/paystack/transactions.server.ts';
import { minor } from '#shared/money.ts';
import { OUTCOMES } from './payments.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_traffic';

/**
 * Drives the client through every operation, answer and refusal against a stand-in, and records the exchanges to
 * `file` for checking against Paystack's OpenAPI document.
 */
export async function playEveryOperation(file: string): Promise<void> {
  const fake = await startFakePaystack({ secretKey: KEY, recordTo: file, knobs: { refundStepMs: null } });
  const client = (secretKey: string) => createPaystack({ baseUrl: fake.url, secretKey, timeoutMs: 5_000 });
  const paystack = client(KEY);
  for (const outcome of OUTCOMES) await payOnce(fake, paystack, outcome);
  await refuse(fake, paystack, client('sk_test_wrong'));
  for (const end of ['processed', 'failed', 'needs-attention'] as const) await refundOnce(fake, paystack, end);
  await paystack.verify('mnt-success');
  await listTransactions(fake);
  await fake.close();
}

function payment(reference: string, more: Partial<InitializeInput> = {}): InitializeInput {
  return {
    email: 'ada@example.test',
    amountMinor: minor(5_000_00),
    currency: 'NGN',
    reference,
    callbackUrl: 'http://localhost:3000/mentorship/verify-payment',
    metadata: { chargeId: `charge-of-${reference}` },
    channels: ['bank_transfer', 'card'],
    ...more,
  };
}

async function payOnce(fake: FakePaystack, paystack: Paystack, outcome: (typeof OUTCOMES)[number]): Promise<void> {
  const reference = `mnt-${outcome}`;
  await paystack.initialize(payment(reference));
  await paystack.verify(reference);
  fake.pay(reference, outcome);
  await paystack.verify(reference);
}

/** What Paystack says no to. */
async function refuse(fake: FakePaystack, paystack: Paystack, stranger: Paystack): Promise<void> {
  await paystack.initialize(payment('mnt-success'));
  await paystack.initialize(payment('mnt-new', { email: 'nobody' }));
  await paystack.initialize(payment('mnt-new', { amountMinor: minor(1) }));
  await paystack.initialize(payment('mnt-new', { currency: 'KES' }));
  await paystack.initialize(payment('mnt new'));
  await paystack.verify('mnt-nobody');
  await stranger.initialize(payment('mnt-stranger'));
  await stranger.verify('mnt-success');
  const tooMuch = { amountMinor: minor(9_000_00), merchantNote: 'refund r-0' };
  for (const transaction of ['mnt-success', 'mnt-fail', 'mnt-nobody'])
    await paystack.refund({ transaction, ...tooMuch });
  await stranger.refund({ transaction: 'mnt-success', ...tooMuch });
  await paystack.getRefund('1');
  await stranger.getRefund('1');
  await paystack.listRefunds({ transaction: 'mnt-success' });
  await stranger.listRefunds({ transaction: '1' });
  fake.fail({ on: 'verify', how: 'status', times: 2 });
  await paystack.verify('mnt-success');
}

async function refundOnce(fake: FakePaystack, paystack: Paystack, end: 'processed' | 'failed' | 'needs-attention') {
  const made = await paystack.refund({
    transaction: 'mnt-success',
    amountMinor: minor(2_500_00),
    merchantNote: `refund ${end}`,
    ...(end === 'processed' ? { customerNote: 'Your session was cancelled.' } : {}),
  });
  if (!made.ok) throw new Error(made.error.message);
  for (const status of ['processing', end] as const) {
    await paystack.getRefund(made.value.id);
    fake.advanceRefund(Number(made.value.id), status);
  }
  await paystack.getRefund(made.value.id);
  await paystack.listRefunds({ transaction: made.value.transactionId });
  if (end === 'needs-attention') fake.advanceRefund(Number(made.value.id));
}

/** Not an operation of the client, but part of what the stand-in speaks. */
async function listTransactions({ url }: FakePaystack): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}` };
  for (const query of ['use_cursor=true&perPage=3', 'use_cursor=true&perPage=3&next=3']) {
    await fetch(`${url}/transaction?${query}`, { headers });
  }
}
