import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCaller, send, signInAs, signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import { mailsTo, startProduct, type Product } from '#tests/e2e/product.ts';
import { buildIfStale } from '../../bin/support/build.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;

let product: Product;
let ada: Caller;
let nobody: Caller;
beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct();
  ada = await signInAs(product.url, 'student@demo.test');
  nobody = createCaller(product.url, null);
}, START_MS);
afterAll(() => product.stop());

const error = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } });

it.each(['/mentorship', '/sign-in', '/nonsense', '/favicon.svg', '/api/health/live', '/api/mentorship/offerings'])(
  'sends the protective headers with %s',
  async (path) => {
    const { headers } = await nobody.get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
    });
    if (path !== '/favicon.svg') expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.has('strict-transport-security')).toBe(false); // plain http
  },
);

it('lets no foreign script, style or frame into a page, and forms go only here and to where people pay', async () => {
  const { headers } = await nobody.request('/mentorship', { headers: { accept: 'text/html' } });
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain(`form-action 'self' ${product.paystackUrl}`);
  expect(policy).not.toContain('unsafe-inline');
});

it("keeps a person's pages out of every cache, and only those", async () => {
  const page = (who: Caller) => who.request('/mentorship', { headers: { accept: 'text/html' } });
  expect((await page(ada)).headers.get('cache-control')).toBe('no-store');
  expect((await page(nobody)).headers.get('cache-control')).not.toBe('no-store');
});

it('tells that it lives and that it is ready', async () => {
  expect(await nobody.get('/api/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await nobody.get('/api/health/ready')).toMatchObject({
    status: 200,
    body: { status: 'ok', database: true, migrations: true, jobs: true },
  });
});

it('asks who is there before all else', async () => {
  expect(await nobody.act('nonsense', 'not json')).toMatchObject({ status: 401, body: error('signed_out') });
});

it.each([
  ['text that is no JSON', 'nonsense {', 400, 'unreadable'],
  ['a list', '[]', 400, 'unreadable'],
  ['null', 'null', 400, 'unreadable'],
  ['nothing', '', 400, 'unreadable'],
])('answers %s with %s', async (_what, body, status, code) => {
  expect(await ada.act('withdrawMentorshipRequest', body)).toMatchObject({ status, body: error(code) });
});

it.each(['nonsense', '__proto__', 'constructor'])('knows no action %s', async (name) => {
  expect(await ada.act(name)).toMatchObject({ status: 404, body: error('not_found') });
});

it('takes JSON only', async () => {
  const form = await ada.act('withdrawMentorshipRequest', 'sessionId=1', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(form).toMatchObject({ status: 400, body: error('unreadable') });
});

it.each(['GET', 'PUT', 'DELETE'])('refuses %s', async (method) => {
  const answer = await ada.request('/action/withdrawMentorshipRequest', { method });
  expect(answer).toMatchObject({ status: 405, body: error('method_not_allowed') });
  expect(answer.headers.get('allow')).toBe('POST');
});

it('tells a role that may never do it, an unknown key, and a thing that is not there apart', async () => {
  expect(await ada.act('getTutorCourses')).toMatchObject({ status: 403, body: error('forbidden') });
  const unknown = await ada.act('withdrawMentorshipRequest', { sessionId: 'x', status: 'CANCELLED' });
  expect(unknown).toMatchObject({
    status: 422,
    body: { ok: false, error: { fields: { status: expect.any(String) } } },
  });
  const missing = await ada.act('withdrawMentorshipRequest', { sessionId: '019ab000-0000-7000-8000-000000000000' });
  expect(missing).toMatchObject({ status: 404, body: error('not_found') });
});

it('answers with data', async () => {
  const tunde = await signInAs(product.url, 'tutor@demo.test');
  expect(await tunde.act('getTutorCourses')).toMatchObject({
    status: 200,
    body: { ok: true, data: expect.any(Array) },
  });
});

it('refuses a body that is too large', async () => {
  const answer = await ada.act('withdrawMentorshipRequest', { sessionId: 'x'.repeat(600_000) });
  expect(answer.status).toBe(413);
});

it('moves the clock forward only, and keeps it over the answer', async () => {
  const move = (body: unknown) => nobody.request('/demo/clock', json(body));
  const clock = async () => Date.parse(((await nobody.get('/demo/clock')).body as { now: string }).now);
  const before = await clock();
  expect(await move({ advanceMinutes: 30 })).toMatchObject({ status: 200, body: { now: expect.any(String) } });
  expect(await clock()).toBeGreaterThanOrEqual(before + 30 * 60_000);
  for (const body of [
    { advanceMinutes: -5 },
    { to: '2020-01-01T00:00:00Z' },
    { advanceMinutes: 1e9 },
    { to: 'soon' },
    {},
  ]) {
    expect([body, (await move(body)).status]).toEqual([body, 422]);
  }
});

it('shows the mails as a list for programs and as a page for people', async () => {
  expect(await nobody.get('/demo/mails')).toMatchObject({ status: 200, body: { mails: expect.any(Array) } });
  const page = await send(`${product.url}/demo/mails`, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect(page.body).toContain('<h1');
});

it('shows one mail as it looks, and lets a mail program stop its kind with one click', async () => {
  const ada = await signUpStudent(product.url, 'Ada Mail');
  const { body } = await nobody.get('/api/mentorship/offerings?maxPrice=0');
  const [free] = (body as { offerings: { id: string; nextSlot: string }[] }).offerings;
  const booked = await ada.act('beginMentorshipCheckout', { offeringId: free?.id, scheduledAt: free?.nextSlot });
  expect(booked.status).toBe(200);
  await expect.poll(async () => (await mailsTo(product, ada.email)).length).toBeGreaterThan(0);
  const { status, headers, body: html } = await nobody.get('/demo/mails/1');
  expect(status).toBe(200);
  expect(html).toContain('<base target="_top">');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'self'/);
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect((await nobody.get('/demo/mails/0')).status).toBe(404);

  const [mail] = await mailsTo(product, ada.email);
  const path = /\/mail\/unsubscribe\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  const isOn = async () => {
    const { body } = await ada.act('setNotificationSettings', { changes: [] });
    const { data } = body as { data: { group: string; mail: boolean }[] };
    return data.find(({ group }) => group === 'bookings')?.mail;
  };
  // Looking, as mail scanners do, changes nothing; the one click of a mail program comes without cookie and Origin.
  for (const method of ['GET', 'HEAD']) expect((await nobody.request(path, { method })).status).toBe(200);
  expect(await isOn()).toBe(true);
  const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
  expect((await nobody.request(path, oneClick)).status).toBe(200);
  expect(await isOn()).toBe(false);
  expect((await nobody.request(`${path}x`, oneClick)).status).toBe(404);
});

it('wrote no error to its log', () => {
  expect(product.takeErrors()).toEqual([]);
});

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
