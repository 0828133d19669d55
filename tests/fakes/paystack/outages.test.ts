import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPaystack, type Paystack } from '#infra/paystack/client.server.ts';
import type { InitializeInput } from '#infra/paystack/transactions.server.ts';
import { minor } from '#shared/money.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_outage';
const PAYMENT: InitializeInput = {
  email: 'ada@example.test',
  amountMinor: minor(5_000_00),
  currency: 'NGN',
  reference: 'mnt-ada',
  callbackUrl: 'http://localhost:3000/mentorship/verify-payment',
  metadata: { chargeId: 'c-1' },
  channels: ['card'],
};
const SHORT_MS = 500;

let fake: FakePaystack;
let paystack: Paystack;

beforeEach(async () => {
  fake = await startFakePaystack({ secretKey: KEY });
  paystack = client();
});
afterEach(() => fake.close());

function client(more: Partial<Parameters<typeof createPaystack>[0]> = {}): Paystack {
  return createPaystack({ baseUrl: fake.url, secretKey: KEY, timeoutMs: 5_000, ...more });
}

const callsOf = (operation: string) => fake.calls().filter((call) => call.operation === operation).length;

describe('a write whose answer is lost says that its outcome is unknown, and is never sent twice', () => {
  test.each(['lost_answer', 'hang'] as const)('no answer in time (%s)', async (how) => {
    fake.fail({ on: 'initialize', how });
    const answer = await client({ timeoutMs: SHORT_MS }).initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', retryable: true, outcomeUnknown: true } });
    expect(callsOf('initialize')).toBe(1);
    expect(fake.transactions()).toHaveLength(how === 'lost_answer' ? 1 : 0);
  });

  test.each([
    ['a cut line', 'dropped', 'unavailable'],
    ['a 500 after the work', 'done_but_500', 'unavailable'],
    ['a page of HTML', 'garbled', 'malformed'],
  ] as const)('%s', async (_what, how, kind) => {
    fake.fail({ on: 'initialize', how });
    const answer = await paystack.initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind, retryable: true, outcomeUnknown: true } });
    expect(callsOf('initialize')).toBe(1);
    expect(await paystack.verify('mnt-ada')).toMatchObject({ ok: true, value: { reference: 'mnt-ada' } });
  });

  test('a refund with a lost answer is found in the list by its note', async () => {
    fake.turn({ refundStepMs: null });
    await paystack.initialize(PAYMENT);
    fake.pay('mnt-ada', 'success');
    fake.fail({ on: 'refund', how: 'dropped' });
    const asked = { transaction: 'mnt-ada', amountMinor: minor(1_000_00), merchantNote: 'refund r-9' };
    expect(await paystack.refund(asked)).toMatchObject({ ok: false, error: { outcomeUnknown: true } });
    expect(callsOf('refund')).toBe(1);
    const listed = await paystack.listRefunds({ transaction: String(fake.transaction('mnt-ada').id) });
    expect(listed).toMatchObject({ ok: true, value: [{ merchantNote: 'refund r-9' }] });
  });
});

describe('a write that cannot have been done says so', () => {
  test('nobody listens', async () => {
    const answer = await client({ baseUrl: `http://127.0.0.1:${await freePort()}` }).initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', retryable: true, outcomeUnknown: false } });
  });

  test('no such host', async () => {
    const answer = await client({ baseUrl: 'http://paystack.invalid' }).initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false } });
  });

  test('too many requests', async () => {
    fake.fail({ on: 'initialize', how: 'status', status: 429 });
    const answer = await paystack.initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false, status: 429 } });
    expect(callsOf('initialize')).toBe(1);
  });
});

describe('a read', () => {
  beforeEach(async () => {
    await paystack.initialize(PAYMENT);
  });

  test.each(['status', 'done_but_500', 'dropped'] as const)(
    'is tried once more after a brief trouble (%s)',
    async (how) => {
      fake.fail({ on: 'verify', how });
      expect(await paystack.verify('mnt-ada')).toMatchObject({ ok: true, value: { status: 'abandoned' } });
      expect(callsOf('verify')).toBe(2);
    },
  );

  test('gives up after the second try, and has changed nothing', async () => {
    fake.fail({ on: 'verify', how: 'status', times: 5 });
    const answer = await paystack.verify('mnt-ada');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false, status: 503 } });
    expect(callsOf('verify')).toBe(2);
  });

  test.each([
    ['too many requests', { how: 'status', status: 429 }, 'unavailable'],
    ['a page of HTML', { how: 'garbled' }, 'malformed'],
  ] as const)('is not tried again after %s', async (_what, fault, kind) => {
    fake.fail({ on: 'verify', ...fault });
    expect(await paystack.verify('mnt-ada')).toMatchObject({ ok: false, error: { kind, retryable: true } });
    expect(callsOf('verify')).toBe(1);
  });

  test('has one deadline for both tries', async () => {
    fake.fail({ on: 'verify', how: 'hang', times: 5 });
    const answer = await client({ timeoutMs: SHORT_MS }).verify('mnt-ada');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false } });
    expect(callsOf('verify')).toBe(1);
  });
});

describe('an answer that is not Paystack’s', () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    client({ fetch: async () => new Response(status === 204 ? null : body, { status, headers }) });

  test.each([
    ['empty', 200, ''],
    ['cut off', 200, '{"status":true,"message":"ok","data":{"id":1'],
    ['a proxy’s 404, which must not read as "unknown reference"', 404, '<h1>Not Found</h1>'],
    ['JSON of another service', 404, '{"error":"no route"}'],
    ['a redirect', 302, ''],
    ['nothing', 204, ''],
    ['data of another shape', 200, '{"status":true,"message":"ok","data":[]}'],
    ['null', 200, 'null'],
  ])('is malformed: %s', async (_what, status, body) => {
    expect(await answering(status, body).verify('mnt-ada')).toMatchObject({
      ok: false,
      error: { kind: 'malformed', status },
    });
  });

  test('is cut at a bound, however much is sent', async () => {
    const endless = () =>
      new ReadableStream<Uint8Array>({ pull: (sink) => sink.enqueue(new Uint8Array(65_536).fill(32)) });
    const paystack = client({ fetch: async () => new Response(endless()) });
    expect(await paystack.verify('mnt-ada')).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  test('an unknown reference is told by code or by status, whichever Paystack sends', async () => {
    const byCode = '{"status":false,"message":"nope","code":"transaction_not_found"}';
    expect(await answering(400, byCode).verify('x')).toEqual({ ok: true, value: null });
    const byMessage = '{"status":false,"message":"Transaction reference not found"}';
    expect(await answering(400, byMessage).verify('x')).toEqual({ ok: true, value: null });
    const other = '{"status":false,"message":"Something else"}';
    expect(await answering(400, other).verify('x')).toMatchObject({ ok: false, error: { kind: 'rejected' } });
  });

  test('a 200 that says status false is a rejection', async () => {
    const answer = await answering(200, '{"status":false,"message":"No"}').initialize(PAYMENT);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'rejected', message: 'No', outcomeUnknown: false } });
  });
});

test('the key does not follow a redirect', async () => {
  const seen: RequestInit[] = [];
  const paystack = client({
    fetch: async (_url, init) => {
      seen.push(init ?? {});
      return new Response('', { status: 302, headers: { location: 'http://evil.test/' } });
    },
  });
  await paystack.verify('mnt-ada');
  expect(seen.map(({ redirect }) => redirect)).toEqual(['manual']);
});

test('a base URL that is none is a bug, told when the client is made', () => {
  expect(() => client({ baseUrl: 'paystack' })).toThrow(TypeError);
});

/** A port on which nobody listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 1));
    });
  });
}
