import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createZoom, type Zoom } from '#infra/zoom/client.server.ts';
import type { MeetingInput } from '#infra/zoom/meetings.server.ts';
import { parseInstant, type Instant } from '#shared/time.ts';
import type { KnobsInput } from './knobs.ts';
import { startFakeZoom, type FakeZoom } from './server.ts';

const SHORT_MS = 500;
const START = at('2026-11-25T09:00:00Z');
const MEETING: MeetingInput = {
  host: 'one@zoom.test',
  topic: 'React code review',
  agenda: 'Mentorship session 7',
  startsAt: START,
  durationMinutes: 60,
  timeZone: 'Africa/Lagos',
};

let nowMs: number;
let fake: FakeZoom;
let zoom: Zoom;

beforeEach(async () => {
  nowMs = START.epochMilliseconds - 86_400_000;
  fake = await startFakeZoom({ clock: () => nowMs });
  zoom = client();
});
afterEach(() => fake.close());

function client(more: Partial<Parameters<typeof createZoom>[0]> = {}): Zoom {
  const { baseUrl, oauthUrl, credentials } = fake;
  return createZoom({ baseUrl, oauthUrl, ...credentials, timeoutMs: 5_000, nowMs: () => nowMs, ...more });
}

function at(iso: string): Instant {
  const when = parseInstant(iso);
  if (when === null) throw new Error(`${iso} is no instant`);
  return when;
}

const callsOf = (operation: string) => fake.calls().filter((call) => call.operation === operation).length;
async function made(): Promise<string> {
  const answer = await zoom.create(MEETING);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.id;
}

describe('a meeting', () => {
  test('is made in the name of a host, for anybody with the link, and its start_url is not taken along', async () => {
    const answer = await zoom.create(MEETING);
    expect(answer).toMatchObject({ ok: true, value: { passcode: expect.stringMatching(/^\d{6}$/) } });
    expect(JSON.stringify(answer)).not.toContain('zak');
    const [one] = fake.meetings();
    expect(one).toMatchObject({
      host: MEETING.host,
      topic: MEETING.topic,
      startTime: '2026-11-25T09:00:00Z',
      duration: 60,
    });
    expect(answer).toMatchObject({
      value: { id: String(one?.id), joinUrl: `${fake.url}/j/${one?.id}?pwd=${one?.passcode}` },
    });
    expect(one?.id).toBeGreaterThan(2 ** 32);
  });

  test('is read, moved and taken away', async () => {
    const id = await made();
    expect(await zoom.get(id)).toMatchObject({ ok: true, value: { id } });
    const to = { ...MEETING, startsAt: at('2026-11-26T10:00:00Z') };
    expect(await zoom.patch(id, to)).toEqual({ ok: true, value: 'changed' });
    expect(fake.meetings()[0]).toMatchObject({ startTime: '2026-11-26T10:00:00Z' });
    expect(await zoom.delete(id)).toEqual({ ok: true, value: null });
    expect(fake.meetings()).toEqual([]);
  });

  test('that somebody deleted at Zoom is gone, and may be deleted again', async () => {
    const id = await made();
    fake.deleteByHand(id);
    expect(await zoom.get(id)).toEqual({ ok: true, value: null });
    expect(await zoom.patch(id, MEETING)).toEqual({ ok: true, value: 'gone' });
    expect(await zoom.delete(id)).toEqual({ ok: true, value: null });
  });

  test('is found among all of its host, over pages', async () => {
    for (let n = 0; n < 3; n += 1) await zoom.create({ ...MEETING, agenda: `session ${n}` });
    await zoom.create({ ...MEETING, host: 'two@zoom.test' });
    const listed = await client({ fetch: smallPages }).list(MEETING.host);
    expect(listed).toMatchObject({
      ok: true,
      value: [{ agenda: 'session 0' }, { agenda: 'session 1' }, { agenda: 'session 2' }],
    });
    expect(callsOf('list')).toBe(2);
  });

  test('may be started by its host with a key', async () => {
    expect(await zoom.hostKey(MEETING.host)).toEqual({ ok: true, value: `zak-of-${MEETING.host}` });
  });
});

const smallPages: typeof fetch = (url, init) => fetch(String(url).replace('page_size=300', 'page_size=2'), init);

describe('a refusal is final, and says which', () => {
  const refusals: [string, KnobsInput, object][] = [
    ['no such host', { hosts: ['two@zoom.test'] }, { kind: 'rejected', code: 1001, status: 404 }],
    ['scopes missing', { missingScopes: ['meeting:write:meeting:admin'] }, { kind: 'rejected', code: 4711 }],
  ];
  test.each(refusals)('%s', async (_what, knobs, error) => {
    fake.turn(knobs);
    const answer = await zoom.create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { ...error, retryable: false, outcomeUnknown: false } });
  });

  test('what does not validate names its fields', async () => {
    const answer = await zoom.create({ ...MEETING, topic: 'x'.repeat(201) });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'rejected', code: 300, message: 'Validation Failed. (topic)' },
    });
  });

  test('a wrong secret gives no token, and is not repeated in the message', async () => {
    const answer = await client({ clientSecret: 'hunter2' }).create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'rejected', retryable: false } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});

describe('the token', () => {
  test('is asked for once, however many calls begin at the same time', async () => {
    fake.turn({ latencyMs: 30 });
    await Promise.all(Array.from({ length: 10 }, () => zoom.get('85000000000')));
    expect(callsOf('token')).toBe(1);
  });

  test('is kept for the hour, and renewed before it ends', async () => {
    await made();
    nowMs += 54 * 60_000;
    await made();
    expect(callsOf('token')).toBe(1);
    nowMs += 2 * 60_000;
    await made();
    expect(callsOf('token')).toBe(2);
  });

  test('serves its last minutes when it cannot be renewed', async () => {
    await made();
    nowMs += 57 * 60_000;
    fake.fail({ on: 'token', how: 'status' });
    expect(await zoom.create(MEETING)).toMatchObject({ ok: true });
  });

  test('that Zoom revoked is replaced, and the call made once more', async () => {
    await made();
    fake.revokeTokens();
    expect(await zoom.create(MEETING)).toMatchObject({ ok: true });
    expect([callsOf('token'), callsOf('create'), fake.meetings().length]).toEqual([2, 3, 2]);
  });

  test('that is refused again and again is not asked for without end', async () => {
    const broken = client({ fetch: (url, init) => (String(url).includes('/v2/') ? revoked() : fetch(url, init)) });
    expect(await broken.create(MEETING)).toMatchObject({ ok: false, error: { kind: 'rejected', code: 124 } });
    expect(callsOf('token')).toBe(2);
  });

  test.each([
    ['a 503', { how: 'status' }, 'unavailable'],
    ['HTML', { how: 'garbled' }, 'malformed'],
  ] as const)('is missed for a while after %s: nothing was sent', async (_what, fault, kind) => {
    fake.fail({ on: 'token', ...fault });
    const answer = await zoom.create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind, retryable: true, outcomeUnknown: false } });
    expect(callsOf('create')).toBe(0);
  });

  test('that does not come in time', async () => {
    fake.fail({ on: 'token', how: 'hang' });
    const answer = await client({ timeoutMs: SHORT_MS }).create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false } });
  });
});

const revoked = async () => Response.json({ code: 124, message: 'Invalid access token.' }, { status: 401 });

describe('too many requests: nothing was done, and it says until when', () => {
  test('for a day', async () => {
    fake.turn({ dailyLimit: 1 });
    await made();
    const answer = await zoom.create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'limited', isDaily: true, outcomeUnknown: false } });
    expect(answer.ok || answer.error.retryAt?.toString()).toBe('2026-11-25T00:00:00Z');
  });

  test.each([
    ['in seconds', '7', 7_000],
    ['as a date', new Date(1_795_000_000_000).toISOString(), null],
    ['as nonsense', 'soon', undefined],
  ] as const)('for a moment, said %s', async (_how, retryAfter, afterMs) => {
    fake.fail({ on: 'create', how: 'too_many', retryAfter });
    const answer = await zoom.create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'limited', isDaily: false } });
    const until = answer.ok ? null : answer.error.retryAt?.epochMilliseconds;
    expect(until).toBe(afterMs === undefined ? undefined : afterMs === null ? 1_795_000_000_000 : nowMs + afterMs);
    expect(callsOf('create')).toBe(1);
  });
});

describe('a write whose answer is lost says that its outcome is unknown, and is never sent twice', () => {
  test.each([
    ['a cut line', { how: 'dropped' }, 'unavailable', 1],
    ['a 500 after the work', { how: 'done_but_500' }, 'unavailable', 1],
    ['a page of HTML', { how: 'garbled' }, 'malformed', 1],
    ['no answer in time', { how: 'lost_answer' }, 'unavailable', 1],
    ['nothing at all', { how: 'hang' }, 'unavailable', 0],
  ] as const)('%s', async (_what, fault, kind, meetings) => {
    fake.fail({ on: 'create', ...fault });
    const answer = await client({ timeoutMs: SHORT_MS }).create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind, retryable: true, outcomeUnknown: true } });
    expect([callsOf('create'), fake.meetings().length]).toEqual([1, meetings]);
  });

  test('but not when nobody listens', async () => {
    const gone = await startFakeZoom();
    await gone.close();
    const answer = await client({ baseUrl: gone.baseUrl }).create(MEETING);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false } });
  });
});

test('a read is tried once more after a brief trouble', async () => {
  const id = await made();
  fake.fail({ on: 'get', how: 'status' });
  expect(await zoom.get(id)).toMatchObject({ ok: true, value: { id } });
  fake.fail({ on: 'get', how: 'status', times: 3 });
  expect(await zoom.get(id)).toMatchObject({ ok: false, error: { kind: 'unavailable', outcomeUnknown: false } });
});

test.each([
  ['a plain address elsewhere', { join_url: 'http://zoom.example/j/1' }],
  ['a script', { join_url: 'javascript:alert(1)' }],
  ['no id', { id: null }],
])('an answer with %s is not believed', async (_what, change) => {
  const body = { id: 85_000_000_001, join_url: 'https://zoom.us/j/1', password: 'x', ...change };
  const odd = client({
    fetch: async (url, init) => (String(url).includes('/v2/') ? Response.json(body) : fetch(url, init)),
  });
  expect(await odd.create(MEETING)).toMatchObject({ ok: false, error: { kind: 'malformed', outcomeUnknown: true } });
});

test('the log names what was asked, and neither token nor secret', async () => {
  const lines: unknown[] = [];
  await client({ log: (line) => lines.push(line) }).create(MEETING);
  expect(lines).toMatchObject([{ method: 'POST', status: 201, error: null }]);
  expect(JSON.stringify(lines)).not.toMatch(/Bearer|stand-in-client-secret/);
});
