import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPaystack } from '#infra/paystack/client.server.ts';
import { startMerchant, type Merchant } from '../merchant.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_control';

let merchant: Merchant;
let fake: FakePaystack;

beforeEach(async () => {
  merchant = await startMerchant();
  fake = await startFakePaystack({ secretKey: KEY, webhookUrl: merchant.url });
});
afterEach(async () => {
  await fake.close();
  await merchant.close();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(fake.url + path, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, body: (await response.json()) as unknown };
}

test('knobs are turned from another process, and those not named stay', async () => {
  const { status, body } = await post('/__knobs', { holdWebhooks: true, webhookCopies: 2 });
  expect(status).toBe(200);
  expect(body).toMatchObject({ holdWebhooks: true, webhookCopies: 2, webhookUrl: merchant.url });
  fake.payElsewhere('course-1', 100_00);
  expect(fake.heldWebhooks()).toHaveLength(2);
  expect(await post('/__webhooks/flush', { order: 'reversed' })).toEqual({ status: 200, body: { held: 0 } });
  expect(merchant.received).toHaveLength(2);
});

test.each([{ noSuchKnob: 1 }, { latencyMs: -1 }, { webhookCopies: 1_000_000 }, 'text', null])(
  'a knob that does not exist or cannot be set so is refused: %j',
  async (change) => {
    const before = { ...fake.knobs };
    expect((await post('/__knobs', change)).status).toBe(422);
    expect(fake.knobs).toEqual(before);
  },
);

test('faults, payments and refunds are driven from another process', async () => {
  const paystack = createPaystack({ baseUrl: fake.url, secretKey: KEY, timeoutMs: 5_000 });
  fake.turn({ refundStepMs: null });
  await post('/__faults', { on: 'verify', how: 'status', status: 502, times: 2 });
  expect(await paystack.verify('course-1')).toMatchObject({ ok: false, error: { status: 502 } });

  await fetch(`${fake.url}/transaction/initialize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: '{"email":"ada@example.test","amount":500000,"reference":"mnt-ada"}',
  });
  expect((await post('/__pay', { reference: 'mnt-ada', outcome: 'success', paidMinor: 600_000 })).status).toBe(200);
  expect(fake.transaction('mnt-ada')).toMatchObject({ status: 'success', paidMinor: 600_000 });
  expect((await post('/__pay', { reference: 'mnt-nobody', outcome: 'success' })).status).toBe(404);

  await paystack.refund({ transaction: 'mnt-ada', amountMinor: 1 as never, merchantNote: 'r-1' });
  const id = fake.refunds()[0]?.id;
  expect(await post('/__refunds/advance', { id, to: 'failed' })).toEqual({ status: 200, body: { advanced: true } });
  const state = (await (await fetch(`${fake.url}/__state`)).json()) as unknown;
  expect(state).toMatchObject({ transactions: [{ reference: 'mnt-ada' }], refunds: [{ status: 'failed' }] });
});

test('a web page cannot turn the knobs', async () => {
  expect((await post('/__knobs', { latencyMs: 5 }, { origin: 'http://evil.test' })).status).toBe(403);
  expect(fake.knobs.latencyMs).toBe(0);
});
