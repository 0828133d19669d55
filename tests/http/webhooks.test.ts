import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import { paystackState, startProduct, tellPaystack, type Product } from '#tests/e2e/product.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from '#tests/e2e/steps.ts';
import { buildIfStale } from '../../bin/support/build.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;
const SECRET_KEY = 'sk_test_http_webhooks';
const SOON = { timeout: 20_000, interval: 50 };

let product: Product;
beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct({ env: { PAYSTACK_SECRET_KEY: SECRET_KEY } });
}, START_MS);
afterAll(() => product.stop());

const sign = (body: string, key = SECRET_KEY) => createHmac('sha512', key).update(body).digest('hex');

async function send(body: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${product.url}/api/webhooks/paystack`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return answer.status;
}

const signed = (body: string) => send(body, { 'x-paystack-signature': sign(body) });
const chargeSuccess = (reference: string) =>
  JSON.stringify({ event: 'charge.success', data: { reference, status: 'success', amount: 500_000, currency: 'NGN' } });

type Hold = { ada: Caller & { email: string }; sessionId: string; reference: string };

async function hold(): Promise<Hold> {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const ada = await signUpStudent(product.url, 'Ada Webhook');
  const scheduledAt = await firstOpenStart(product, id);
  const { body } = await ada.act('beginMentorshipCheckout', { offeringId: id, scheduledAt });
  const { data } = body as { data: { mentorshipSessionId: string; authorizationUrl: string } };
  const { transactions } = await paystackState(product);
  const reference = transactions.find(({ accessCode }) => data.authorizationUrl.endsWith(accessCode))?.reference ?? '';
  return { ada, sessionId: data.mentorshipSessionId, reference };
}

async function stateOf({ ada, sessionId }: Hold): Promise<string> {
  const { body } = await ada.get(`/api/mentorship/session/${sessionId}`);
  const { session } = body as { session: { status: string; paymentStatus: string } };
  return `${session.status} ${session.paymentStatus}`;
}

it('believes no callback that Paystack did not sign', async () => {
  const one = await hold();
  const body = chargeSuccess(one.reference);
  const altered = body.replace('500000', '100');
  expect(await send(body, {})).toBe(401);
  expect(await send(body, { 'x-paystack-signature': '' })).toBe(401);
  expect(await send(body, { 'x-paystack-signature': 'abc' })).toBe(401);
  expect(await send(body, { 'x-paystack-signature': sign(body, 'sk_test_of_somebody_else') })).toBe(401);
  expect(await send(altered, { 'x-paystack-signature': sign(body) })).toBe(401);
  expect(await stateOf(one)).toBe('PENDING_PAYMENT PENDING');
});

it('takes a signed callback only as a reason to ask Paystack, who knows better', async () => {
  const one = await hold();
  expect(await signed(chargeSuccess(one.reference))).toBe(200);
  expect(await signed(chargeSuccess(one.reference))).toBe(200);
  await tellPaystack(product, '/__pay', { reference: one.reference, outcome: 'success' });
  await expect.poll(() => stateOf(one), SOON).toBe('SCHEDULED PAID');
});

it('answers what it cannot read, and what it does not know, without harm', async () => {
  expect(await signed('not json')).toBe(400);
  expect(await signed('[]')).toBe(400);
  expect(await signed(JSON.stringify({ event: 'charge.success', data: { reference: 'another-shop-1' } }))).toBe(200);
  expect(await signed(chargeSuccess('mnt-0000000000000000000000000000000000000000'))).toBe(200);
  expect(await signed(JSON.stringify({ event: 'something.new', data: {} }))).toBe(200);
});

it('is a callback only by POST, and of a bounded size', async () => {
  expect((await fetch(`${product.url}/api/webhooks/paystack`)).status).toBe(405);
  const large = JSON.stringify({ event: 'charge.success', filler: 'x'.repeat(300 * 1024) });
  expect(await signed(large)).toBe(413);
});

it('has one effect however often and late the callback comes', async () => {
  const one = await hold();
  await tellPaystack(product, '/__knobs', { webhookCopies: 5 });
  await tellPaystack(product, '/__pay', { reference: one.reference, outcome: 'success' });
  await tellPaystack(product, '/__knobs', { webhookCopies: 1 });
  await expect.poll(() => stateOf(one), SOON).toBe('SCHEDULED PAID');
  expect((await paystackState(product)).refunds).toEqual([]);
});

it.each([
  ['amount', { amount: 400_000, requested_amount: 400_000 }, 'refunded'],
  ['currency', { currency: 'USD' }, 'refunded'],
  ['domain', { domain: 'live' }, 'left alone'],
] as const)('books nothing for a payment of the wrong %s, which is %s', async (_, override, fate) => {
  const one = await hold();
  const before = (await paystackState(product)).refunds.length;
  await tellPaystack(product, '/__knobs', { verifyOverrides: { [one.reference]: override } });
  await tellPaystack(product, '/__pay', { reference: one.reference, outcome: 'success' });
  const page = `/mentorship/verify-payment?reference=${one.reference}`;
  await one.ada.get(page);
  const refunds = async () => (await paystackState(product)).refunds.length - before;
  if (fate === 'refunded') await expect.poll(refunds, SOON).toBe(1);
  else expect(await refunds()).toBe(0);
  expect(await stateOf(one)).not.toContain('PAID');
  expect((await one.ada.get(page)).body).not.toContain('You are booked');
  await tellPaystack(product, '/__knobs', { verifyOverrides: {} });
});

it('wrote no error to its log', () => expect(product.takeErrors()).toEqual([]));
