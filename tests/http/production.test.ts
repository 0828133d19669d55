import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createCaller, postJson, type Caller } from '#tests/e2e/caller.ts';
import { freePort } from '#tests/e2e/product.ts';
import { buildIfStale } from '../../bin/support/build.ts';

const START = fileURLToPath(new URL('../../bin/start', import.meta.url));
/** A build and a first start, on a busy machine. */
const START_MS = 180_000;

/** What production asks for, and nothing that it could reach. */
const SETTINGS = {
  APP_MODE: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://mentorship.test',
  AUTH_SECRET: 'pL8v2XqZr7Wn4KjT9sYd3GhB6mCf1RaE',
  PAYSTACK_SECRET_KEY: 'sk_live_0123456789abcdef',
  SMTP_URL: 'smtp://mail.mentorship.test:587',
  MAIL_FROM: 'Mentorship <hello@mentorship.test>',
  DATABASE_URL: '',
  REDIS_URL: '',
  PAYSTACK_BASE_URL: '',
};

let url: string;
let caller: Caller;
let stop: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  buildIfStale(() => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'mentorship-production-'));
  const port = await freePort();
  const child = spawn(START, [], {
    env: { ...process.env, ...SETTINGS, PORT: String(port), DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  url = `http://127.0.0.1:${port}`;
  caller = createCaller(url, null);
  const ready = async () => expect((await caller.get('/api/health/ready')).status).toBe(200);
  await vi.waitFor(ready, { timeout: START_MS - 60_000, interval: 100 });
}, START_MS);
afterAll(() => stop());

it('has no demo in it', async () => {
  for (const path of ['/demo/mails', '/demo/clock']) expect((await caller.get(path)).status, path).toBe(404);
  expect((await postJson(`${url}/demo/clock`, { advanceMinutes: 60 })).status).toBe(404);
  expect((await postJson(`${url}/demo/sign-in`, { email: 'admin@demo.test' })).status).toBe(404);
  expect((await caller.get('/mentorship')).body).not.toContain('Sign in as');
});

it('gives cookies to this host and https only, and asks browsers to stay on https', async () => {
  const person = { name: 'Ada Obi', email: 'ada@example.com', password: 'correct horse battery' };
  const { status, headers } = await postJson(`${url}/api/auth/sign-up/email`, person);
  expect(status).toBe(200);
  const [cookie = ''] = headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-/);
  expect(cookie.toLowerCase()).toMatch(/(?=.*; secure)(?=.*; httponly)(?=.*; path=\/(;|$))(?=.*; samesite=lax)/);
  expect(headers.get('strict-transport-security')).toContain('max-age=');
});

it('knows itself by its public address only', async () => {
  const write = (origin: string) => caller.act('getTutorCourses', {}, { origin }).then(({ status }) => status);
  expect(await write('https://mentorship.test')).toBe(401);
  for (const origin of [url, 'http://localhost:3000', 'https://evil.test', 'null']) {
    expect(await write(origin), origin).toBe(403);
  }
});
