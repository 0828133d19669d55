import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSignedByPaystack } from '#infra/paystack/signature.server.ts';
import { parseWebhook } from '#infra/paystack/webhook.server.ts';
import { startMerchant, type Merchant } from '../merchant.ts';
import { startFakePaystack, type FakePaystack, type FakePaystackOptions } from './server.ts';

const KEY = 'sk_test_webhooks';

let merchant: Merchant;
let fake: FakePaystack;

beforeEach(async () => {
  await start();
});
afterEach(stop);

async function start(answers: readonly number[] = [], knobs: FakePaystackOptions['knobs'] = {}): Promise<void> {
  merchant = await startMerchant({ answers });
  fake = await startFakePaystack({
    secretKey: KEY,
    webhookUrl: merchant.url,
    knobs: { webhookRetryDelaysMs: [1, 1, 1], refundStepMs: 1, ...knobs },
  });
}

async function stop(): Promise<void> {
  await fake.close();
  await merchant.close();
}

async function restart(answers: readonly number[], knobs: FakePaystackOptions['knobs'] = {}): Promise<void> {
  await stop();
  await start(answers, knobs);
}

const isGenuine = (index: number) => {
  const one = merchant.received[index];
  return one !== undefined && isSignedByPaystack(one.body, one.signature, KEY);
};
const references = () => merchant.events().map(({ data }) => data['reference']);
const references3 = ['a', 'b', 'c'];

test('an event is signed over its raw body and reads as what happened', async () => {
  fake.payElsewhere('course-1', 20_000_00);
  await fake.idle();
  expect(merchant.received).toHaveLength(1);
  expect(isGenuine(0)).toBe(true);
  expect(parseWebhook(merchant.received[0]?.body ?? '')).toEqual({
    kind: 'charge',
    event: 'charge.success',
    reference: 'course-1',
    amountMinor: 20_000_00,
    domain: 'test',
  });
  expect(fake.deliveries()).toMatchObject([{ status: 'delivered', attempts: 1, answered: 200 }]);
});

test('an event is sent again until it is answered 200, each time the same', async () => {
  await restart([500, 302, 200]);
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(new Set(merchant.received.map(({ body }) => body)).size).toBe(1);
  expect(fake.deliveries()).toMatchObject([{ status: 'delivered', attempts: 3 }]);
});

test('an event is given up after its last try', async () => {
  await restart([500, 500, 500, 500, 500, 500]);
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(merchant.received).toHaveLength(4);
  expect(fake.deliveries()).toMatchObject([{ status: 'given_up', attempts: 4, answered: 500 }]);
});

test('events survive a merchant that is away for a while', async () => {
  const { url } = merchant;
  await merchant.close();
  fake.turn({ webhookRetryDelaysMs: [] });
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(fake.deliveries()).toMatchObject([{ status: 'given_up', answered: null }]);
  expect(fake.knobs.webhookUrl).toBe(url);
  merchant = await startMerchant();
});

test('duplicates are equal byte for byte', async () => {
  fake.turn({ webhookCopies: 3 });
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(merchant.received).toHaveLength(3);
  expect(new Set(merchant.received.map(({ body }) => body)).size).toBe(1);
});

test('held events wait, and go out in the order asked for', async () => {
  fake.turn({ holdWebhooks: true });
  for (const reference of references3) fake.payElsewhere(reference, 100_00);
  await fake.idle();
  expect(merchant.received).toEqual([]);
  expect(fake.heldWebhooks()).toHaveLength(3);
  await fake.flushWebhooks([2, 0]);
  expect(references()).toEqual(['c', 'a']);
  await fake.flushWebhooks();
  expect(references()).toEqual(['c', 'a', 'b']);
  expect(fake.heldWebhooks()).toEqual([]);
});

test('held events go out last first', async () => {
  fake.turn({ holdWebhooks: true });
  for (const reference of references3) fake.payElsewhere(reference, 100_00);
  await fake.flushWebhooks('reversed');
  expect(references()).toEqual(['c', 'b', 'a']);
});

test('a forged event does not verify, and a turned-back knob lets the next try through', async () => {
  await restart([401, 200], { forgeSignatures: true, webhookRetryDelaysMs: [300] });
  fake.payElsewhere('course-1', 100_00);
  while (merchant.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  fake.turn({ forgeSignatures: false });
  await fake.idle();
  expect([isGenuine(0), isGenuine(1)]).toEqual([false, true]);
});

test('an altered body does not verify: it asks for ten times the amount under the old signature', async () => {
  fake.turn({ alterBodies: true });
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(merchant.events()).toMatchObject([{ data: { amount: 1_000_00 } }]);
  expect(isGenuine(0)).toBe(false);
});

test('a lost event never comes', async () => {
  fake.turn({ loseWebhooks: true });
  fake.payElsewhere('course-1', 100_00);
  await fake.idle();
  expect(merchant.received).toEqual([]);
  expect(fake.deliveries()).toMatchObject([{ status: 'lost' }]);
});

test('any payload can be sent, well signed, badly signed or unsigned', async () => {
  const payload = { event: 'transfer.success', data: { reference: 'payout-1', amount: 1 } };
  expect(await fake.sendWebhook(payload)).toBe(200);
  expect(await fake.sendWebhook(payload, fake.sign(JSON.stringify(payload), 'sk_test_thief'))).toBe(200);
  expect(await fake.sendWebhook('no json', null)).toBe(200);
  expect([isGenuine(0), isGenuine(1), merchant.received[2]?.signature]).toEqual([true, false, null]);
});

test('closing ends what is still on its way', async () => {
  fake.turn({ webhookDelayMs: 600_000 });
  fake.payElsewhere('course-1', 100_00);
  await fake.close();
  expect(merchant.received).toEqual([]);
});
