import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCaller, postJson, signInAs, signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import { paystackState, startProduct, tellPaystack, type Product } from '#tests/e2e/product.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from '#tests/e2e/steps.ts';
import { STAND_IN_CREDENTIALS } from '../fakes/zoom/server.ts';
import { buildIfStale } from '../../bin/support/build.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;
const SOON = { timeout: 20_000, interval: 50 };
const SDK = { ZOOM_SDK_CLIENT_ID: 'sdk-client', ZOOM_SDK_CLIENT_SECRET: 'sdk-secret-of-nobody' };

let product: Product;
let ada: Caller;
let path: string;
let slot: string;
beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct({ env: SDK });
  ({ ada, path, slot } = await bookPaid());
}, START_MS);
afterAll(() => product.stop());

async function bookPaid() {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const student = await signUpStudent(product.url, 'Ada Zoom');
  const start = await firstOpenStart(product, id);
  const { body } = await student.act('beginMentorshipCheckout', { offeringId: id, scheduledAt: start });
  const { data } = body as { data: { mentorshipSessionId: string; authorizationUrl: string } };
  const { transactions } = await paystackState(product);
  const one = transactions.find(({ accessCode }) => data.authorizationUrl.endsWith(accessCode));
  await tellPaystack(product, '/__pay', { reference: one?.reference, outcome: 'success' });
  const sessionId = data.mentorshipSessionId;
  const meets = async () =>
    ((await student.get(`/api/mentorship/session/${sessionId}`)).body as Meets).session.meetingUrl;
  await vi.waitFor(async () => expect(await meets()).toContain('/j/'), SOON);
  return { ada: student, path: `/mentorship/session/${sessionId}`, slot: start };
}
type Meets = { session: { meetingUrl: string | null; status: string } };

const sdk = '/zoom-sdk/6.2.0';
const anybody = () => createCaller(product.url, null);

describe('the files of the Meeting SDK', () => {
  it('come from us, for ever, isolated, and byte for byte', async () => {
    const { status, headers, body } = await anybody().get(`${sdk}/lib/vendor/react.min.js`);
    const file = new URL('../../node_modules/@zoom/meetingsdk/dist/lib/vendor/react.min.js', import.meta.url);
    expect(status).toBe(200);
    expect(body).toBe(readFileSync(file, 'utf8'));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-embedder-policy': 'require-corp',
    });
  });

  it.each([
    `${sdk}/../package.json`,
    `${sdk}/..%2fpackage.json`,
    `${sdk}/%2e%2e/package.json`,
    `${sdk}/lib/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json`,
    `${sdk}//etc/passwd`,
    `${sdk}/%2fetc%2fpasswd`,
    `${sdk}/lib\\..\\..\\package.json`,
    `${sdk}/lib/vendor/react.min.js%00.css`,
    `${sdk}/lib`,
    '/zoom-sdk/6.1.0/lib/vendor/react.min.js',
    '/zoom-sdk/%2e%2e/dist/lib/vendor/react.min.js',
  ])('are in a list: %s is not', async (address) => {
    const { status, body } = await anybody().get(address);
    expect([400, 404]).toContain(status);
    expect(JSON.stringify(body)).not.toContain('peerDependencies');
  });
});

describe('the frame', () => {
  it('is closed until ten minutes before, and nobody else learns of the session', async () => {
    expect((await ada.get(`${path}/zoom`)).status).toBe(409);
    expect((await anybody().get(`${path}/zoom`)).status).toBe(303);
    const stranger = await signUpStudent(product.url, 'Eve Stranger');
    expect((await stranger.get(`${path}/zoom`)).status).toBe(404);
  });

  it('opens at the door for its two people, with headers of its own', async () => {
    const to = new Date(Date.parse(slot) - 5 * 60_000).toISOString();
    expect((await postJson(`${product.url}/demo/clock`, { to })).status).toBe(200);
    const { status, headers, body } = await ada.get(`${path}/zoom`);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-eval'");
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(body).toContain('Open in Zoom');
    const admin = await signInAs(product.url, 'admin@demo.test');
    expect((await admin.get(`${path}/zoom`)).status).toBe(409);
    expect((await (await signInAs(product.url, 'tutor@demo.test')).get(`${path}/zoom`)).status).toBe(200);
  });

  it('lends the screen on the page around it only, whose content policy stays strict', async () => {
    const around = await ada.get(`${path}?in=zoom`);
    expect(around.body).toContain('<iframe');
    expect(around.headers.get('permissions-policy')).toMatch(/camera=\(self\).*display-capture=\(self\)/);
    expect(around.headers.get('content-security-policy')).not.toContain('unsafe-eval');
    expect(around.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const plain = await ada.get(path);
    expect(plain.body).not.toContain('<iframe');
    expect(plain.headers.get('permissions-policy')).not.toContain('display-capture');
    expect(plain.headers.get('cross-origin-embedder-policy')).toBeNull();
  });

  it('is entered by those who may: a signature for them alone', async () => {
    const sessionId = path.split('/').at(-1);
    expect(await ada.act('enterZoomMeeting', { sessionId })).toMatchObject({
      status: 200,
      body: { data: { userName: 'Ada Zoom', signature: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) } },
    });
    expect((await anybody().act('enterZoomMeeting', { sessionId })).status).toBe(401);
    const stranger = await signUpStudent(product.url, 'Eve Stranger');
    expect((await stranger.act('enterZoomMeeting', { sessionId })).status).toBe(404);
    expect((await ada.act('enterZoomMeeting', { sessionId, role: 1 })).status).toBe(422);
  });
});

describe('the webhook', () => {
  const { webhookSecret } = STAND_IN_CREDENTIALS;
  const send = async (body: string, secret = webhookSecret, ageMs = 0) => {
    const timestamp = String(Math.floor((Date.now() - ageMs) / 1000));
    const hex = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = { 'x-zm-signature': `v0=${hex}`, 'x-zm-request-timestamp': timestamp };
    return anybody().request('/api/webhooks/zoom', { method: 'POST', headers, body });
  };
  const event = (id = '1') => JSON.stringify({ event: 'meeting.started', payload: { object: { id } } });

  it('answers Zoom’s question', async () => {
    const { status, body } = await send('{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}');
    const encryptedToken = createHmac('sha256', webhookSecret).update('abc').digest('hex');
    expect([status, body]).toEqual([200, { plainToken: 'abc', encryptedToken }]);
  });

  it('refuses what is forged, stale, unreadable, too large or no POST; what is not ours is none of our business', async () => {
    expect((await send(event(), 'a guess')).status).toBe(401);
    expect((await send(event(), webhookSecret, 6 * 60_000)).status).toBe(401);
    expect((await send('no json')).status).toBe(400);
    expect((await send(event())).status).toBe(200);
    expect((await send(JSON.stringify({ event: 'x', filler: 'x'.repeat(300 * 1024) }))).status).toBe(413);
    expect((await anybody().get('/api/webhooks/zoom')).status).toBe(405);
  });

  it('of the right meeting starts the session', async () => {
    const { meetings } = (await (await fetch(`${product.zoomUrl}/__state`)).json()) as {
      meetings: { id: number; agenda: string }[];
    };
    const id = meetings.find(({ agenda }) => agenda.includes(path.split('/').at(-1) ?? 'nothing'))?.id;
    expect((await send(event(String(id)))).status).toBe(200);
    const status = async () =>
      ((await ada.get(path.replace('/mentorship', '/api/mentorship'))).body as Meets).session.status;
    await expect.poll(status, SOON).toBe('IN_PROGRESS');
  });
});

it('wrote no error to its log', () => expect(product.takeErrors()).toEqual([]));
