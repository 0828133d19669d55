import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ConfigError, readConfig, SETTING_NAMES } from './config.server.ts';

const PRODUCTION = {
  APP_MODE: 'production',
  PUBLIC_URL: 'https://mentor.example.com/',
  AUTH_SECRET: 'q8Zk3vN1xT7mB5yR0wL9cJ2hF6dS4gPa',
  PAYSTACK_SECRET_KEY: 'sk_live_0123456789abcdef',
  SMTP_URL: 'smtps://mail.example.com:465',
  MAIL_FROM: 'Mentorship <hello@example.com>',
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

it('documents every setting in .env.example, and no other', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const documented = example.split('\n').flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect(documented.toSorted()).toEqual([...SETTING_NAMES].toSorted());
});

it('has a comment before every setting of .env.example, or shares the one above', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  for (const block of example.trim().split('\n\n')) expect(block).toMatch(/^# /);
});

it('takes a complete production configuration', () => {
  expect(readConfig(PRODUCTION)).toMatchObject({
    mode: 'production',
    host: '0.0.0.0',
    publicUrl: 'https://mentor.example.com',
    paystack: { domain: 'live', baseUrl: 'https://api.paystack.co' },
  });
});

it('is production unless told otherwise, so that a forgotten mode opens nothing', () => {
  expect(problemsOf({}).join('\n')).toMatch(/PUBLIC_URL is required in production/);
});

it.each(['PUBLIC_URL', 'AUTH_SECRET', 'PAYSTACK_SECRET_KEY', 'SMTP_URL', 'MAIL_FROM'])(
  'requires %s in production',
  (name) => {
    expect(problemsOf({ ...PRODUCTION, [name]: undefined })).toEqual([expect.stringContaining(name)]);
    expect(problemsOf({ ...PRODUCTION, [name]: '' })).toEqual([expect.stringContaining(name)]);
  },
);

it.each([
  ['AUTH_SECRET', 'short'],
  ['AUTH_SECRET', 'a'.repeat(64)],
  ['AUTH_SECRET', 'local-secret-for-dev-demo-and-test-only'],
  ['AUTH_SECRET', 'please-change-me-0123456789-abcdefgh'],
  ['PUBLIC_URL', 'http://mentor.example.com'],
  ['PUBLIC_URL', 'mentor.example.com'],
  ['PAYSTACK_SECRET_KEY', 'sk_test_0123456789abcdef'],
  ['PAYSTACK_SECRET_KEY', 'secret'],
  ['PAYSTACK_BASE_URL', 'http://127.0.0.1:4010'],
  ['SMTP_URL', 'smtp://127.0.0.1:1025'],
  ['DATABASE_URL', 'mysql://db'],
  ['PORT', '99999'],
])('refuses %s=%s in production, naming the variable', (name, value) => {
  const problems = problemsOf({ ...PRODUCTION, [name]: value });
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem).toContain(name);
});

it('never repeats a secret in what it says', () => {
  expect(
    problemsOf({ ...PRODUCTION, AUTH_SECRET: 'hunter2', PAYSTACK_SECRET_KEY: 'sk_wrong_hunter2' }).join(),
  ).not.toContain('hunter2');
});

it('starts a demo with nothing given, for this machine only', () => {
  const config = readConfig({ APP_MODE: 'demo', PORT: '4321' });
  expect(config).toMatchObject({ host: '127.0.0.1', publicUrl: 'http://localhost:4321', databaseUrl: null });
});

it.each(['dev', 'demo', 'test'])('refuses a live key in %s', (mode) => {
  const problems = problemsOf({ APP_MODE: mode, PAYSTACK_SECRET_KEY: 'sk_live_0123456789abcdef' });
  expect(problems).toEqual([expect.stringContaining('PAYSTACK_SECRET_KEY')]);
});

const ZOOM = {
  ZOOM_ACCOUNT_ID: 'aB3dE5fG7hI9',
  ZOOM_CLIENT_ID: 'k2J4h6G8f0D1',
  ZOOM_CLIENT_SECRET: 'q8Zk3vN1xT7mB5yR0wL9cJ2hF6dS4gPa',
  ZOOM_WEBHOOK_SECRET: 'w7Xb2nM4kQ9rT1yU6iOp3a',
  ZOOM_HOSTS: 'one@example.org, two@example.org,one@example.org',
};
const ZOOM_SDK = { ZOOM_SDK_CLIENT_ID: 'sdkId12345', ZOOM_SDK_CLIENT_SECRET: 'v5Cx8zA2sD4fG6hJ9kL1qW3eR7tY0uIo' };

it('takes Zoom whole, with or without its embedding, or not at all', () => {
  expect(readConfig(PRODUCTION).zoom).toBeNull();
  const zoom = readConfig({ ...PRODUCTION, ...ZOOM }).zoom;
  expect(zoom).toMatchObject({ hosts: ['one@example.org', 'two@example.org'], sdk: null });
  expect(readConfig({ ...PRODUCTION, ...ZOOM, ...ZOOM_SDK }).zoom?.sdk?.clientId).toBe('sdkId12345');
});

it.each([...Object.keys(ZOOM), ...Object.keys(ZOOM_SDK)])('refuses Zoom without %s, naming it', (name) => {
  for (const mode of ['production', 'demo']) {
    const env = { ...(mode === 'production' ? PRODUCTION : { APP_MODE: 'demo' }), ...ZOOM, ...ZOOM_SDK, [name]: '' };
    expect(problemsOf(env)).toEqual([expect.stringContaining(`${name} is missing`)]);
  }
});

it.each([
  ['ZOOM_CLIENT_SECRET', 'your_zoom_client_secret'],
  ['ZOOM_WEBHOOK_SECRET', 'short'],
  ['ZOOM_SDK_CLIENT_SECRET', 'a'.repeat(32)],
  ['ZOOM_CLIENT_SECRET', 'stand-in-client-secret'],
  ['ZOOM_BASE_URL', 'http://127.0.0.1:4142/v2'],
  ['ZOOM_OAUTH_URL', 'https://zoom.example.com/oauth/token'],
  ['ZOOM_HOSTS', 'me'],
  ['ZOOM_HOSTS', 'one@example.org two@example.org'],
])('refuses %s=%s in production, naming it', (name, value) => {
  expect(problemsOf({ ...PRODUCTION, ...ZOOM, ...ZOOM_SDK, [name]: value })).toEqual([expect.stringContaining(name)]);
});
