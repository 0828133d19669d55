import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMerchant, type Merchant } from '../merchant.ts';
import { startFakePaystack, type FakePaystack } from './server.ts';

const KEY = 'sk_test_checkout';
const CALLBACK = 'http://localhost:3000/mentorship/verify-payment?from=ada';
const PAID_URL = 'http://localhost:3000/mentorship/verify-payment?from=ada&trxref=mnt-ada&reference=mnt-ada';

let merchant: Merchant;
let fake: FakePaystack;

beforeEach(async () => {
  merchant = await startMerchant();
  fake = await startFakePaystack({ secretKey: KEY, webhookUrl: merchant.url, merchantName: 'Ada & <Sons>' });
});
afterEach(async () => {
  await fake.close();
  await merchant.close();
});

async function open(more: Record<string, unknown> = {}): Promise<string> {
  const body = { email: 'ada@example.test', amount: 500_000, reference: 'mnt-ada', callback_url: CALLBACK, ...more };
  const response = await fetch(`${fake.url}/transaction/initialize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data } = (await response.json()) as { data: { authorization_url: string } };
  return data.authorization_url;
}

function press(authorizationUrl: string, outcome: string): Promise<Response> {
  const body = new URLSearchParams({ outcome });
  return fetch(`${authorizationUrl}/pay`, { method: 'POST', body, redirect: 'manual' });
}

test('the page shows shop, amount and e-mail, says that it is a stand-in, and escapes what it shows', async () => {
  const response = await fetch(await open());
  const html = await response.text();
  expect(response.headers.get('content-type')).toContain('text/html');
  for (const part of ['Ada &amp; &lt;Sons&gt;', '₦5,000', 'ada@example.test', 'stand-in', 'Cancel']) {
    expect(html).toContain(part);
  }
  expect(html).not.toContain('<script');
});

test('Pay succeeds, tells the merchant, and leads to the callback with both parameters', async () => {
  const response = await press(await open(), 'success');
  expect([response.status, response.headers.get('location')]).toEqual([303, PAID_URL]);
  await fake.idle();
  expect(merchant.events()).toMatchObject([
    { event: 'charge.success', data: { reference: 'mnt-ada', amount: 500_000, status: 'success', domain: 'test' } },
  ]);
});

test('paying twice is one payment and one webhook, and leads to the callback again', async () => {
  const url = await open();
  await press(url, 'success');
  expect((await press(url, 'success')).headers.get('location')).toBe(PAID_URL);
  expect((await press(url, 'fail')).status).toBe(303);
  await fake.idle();
  expect(merchant.received).toHaveLength(1);
  expect(fake.transaction('mnt-ada').status).toBe('success');
  expect(await (await fetch(url)).text()).toContain('This payment has been made');
});

test('Decline tells nobody, stays on the page, and may be tried again with the same link', async () => {
  const url = await open();
  const response = await press(url, 'fail');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('declined');
  expect(fake.transaction('mnt-ada').status).toBe('failed');
  await fake.idle();
  expect(merchant.received).toEqual([]);
  expect((await press(url, 'success')).status).toBe(303);
  expect(fake.transaction('mnt-ada')).toMatchObject({ status: 'success', attempts: 2 });
});

test('Cancel leads back and leaves the payment abandoned', async () => {
  const response = await press(await open(), 'abandon');
  expect([response.status, response.headers.get('location')]).toEqual([303, PAID_URL]);
  expect(fake.transaction('mnt-ada').status).toBe('abandoned');
});

test('Cancel leads to cancel_action as it stands when the merchant gave one', async () => {
  const cancel_action = 'http://localhost:3000/cancelled?reference=mnt-ada';
  const response = await press(await open({ metadata: { cancel_action } }), 'abandon');
  expect(response.headers.get('location')).toBe(cancel_action);
});

test('a bank transfer waits on the page, survives Cancel, and arrives later', async () => {
  const url = await open({ channels: ['bank_transfer', 'card'] });
  const response = await press(url, 'pending');
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Waiting for your bank');
  await press(url, 'abandon');
  expect(fake.transaction('mnt-ada')).toMatchObject({ status: 'pending', channel: 'bank_transfer' });

  fake.pay('mnt-ada', 'success');
  expect(fake.transaction('mnt-ada')).toMatchObject({ status: 'success', channel: 'bank_transfer' });
  await fake.idle();
  expect(merchant.events()).toMatchObject([{ data: { channel: 'bank_transfer' } }]);
});

test('a page without bank transfer neither shows nor takes it', async () => {
  const url = await open({ channels: ['card'] });
  expect(await (await fetch(url)).text()).not.toContain('bank transfer');
  expect((await press(url, 'pending')).status).toBe(400);
});

test.each(['', 'SUCCESS', 'reversed'])('an outcome that does not exist changes nothing: %s', async (outcome) => {
  expect((await press(await open(), outcome)).status).toBe(400);
  expect(fake.transaction('mnt-ada')).toMatchObject({ status: 'abandoned', attempts: 0 });
});

test('JSON is taken for a form', async () => {
  const url = await open();
  const response = await fetch(`${url}/pay`, { method: 'POST', body: '{"outcome":"success"}', redirect: 'manual' });
  expect(response.status).toBe(303);
});

test('a page that was never opened is 404', async () => {
  expect((await fetch(`${fake.url}/pay/00ff`)).status).toBe(404);
  expect((await press(`${fake.url}/pay/00ff`, 'success')).status).toBe(404);
});

test('payment links begin with the public URL when there is one', async () => {
  const other = await startFakePaystack({ secretKey: KEY, publicUrl: 'http://pay.localhost:4000/' });
  const response = await fetch(`${other.url}/transaction/initialize`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ email: 'ada@example.test', amount: '500000' }),
  });
  expect(await response.text()).toContain('"http://pay.localhost:4000/pay/');
  await other.close();
});
