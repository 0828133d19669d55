import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedByPaystack } from './signature.server.ts';

const KEY = 'sk_test_signature';
const BODY = '{"event":"charge.success","data":{"reference":"mnt-1","amount":500000,"note":"₦"}}';
const signed = (body: string | Uint8Array, key = KEY) => createHmac('sha512', key).update(body).digest('hex');

test('takes a body signed with our key, as text or as the bytes that came', () => {
  expect(isSignedByPaystack(BODY, signed(BODY), KEY)).toBe(true);
  expect(isSignedByPaystack(new TextEncoder().encode(BODY), signed(BODY), KEY)).toBe(true);
  expect(isSignedByPaystack(BODY, signed(BODY).toUpperCase(), KEY)).toBe(true);
});

test('knows a fixed signature, so that the algorithm cannot drift', () => {
  const known =
    'b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a';
  expect(isSignedByPaystack('The quick brown fox jumps over the lazy dog', known, 'key')).toBe(true);
});

test('refuses a body changed by one byte, and a body written anew', () => {
  expect(isSignedByPaystack(BODY.replace('500000', '500001'), signed(BODY), KEY)).toBe(false);
  expect(isSignedByPaystack(`${BODY} `, signed(BODY), KEY)).toBe(false);
});

test('refuses a signature made with another key', () => {
  expect(isSignedByPaystack(BODY, signed(BODY, 'sk_test_other'), KEY)).toBe(false);
});

test.each([
  ['none', null],
  ['an empty one', ''],
  ['one that is cut', signed(BODY).slice(0, -1)],
  ['one that is too long', `${signed(BODY)}00`],
  ['one that is not hex', 'z'.repeat(128)],
  ['one with hex up to a point', `${signed(BODY).slice(0, 64)}${'-'.repeat(64)}`],
  ['a SHA-256', createHmac('sha256', KEY).update(BODY).digest('hex')],
])('refuses a missing or malformed signature without throwing: %s', (_what, signature) => {
  expect(isSignedByPaystack(BODY, signature, KEY)).toBe(false);
});
