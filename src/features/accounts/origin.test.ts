import { expect, it } from 'vitest';
import { isForeign, sameOrigins } from './origin.ts';

const PRODUCTION = { publicUrl: 'https://mentor.example.com', mode: 'production', port: 3000 };
const DEMO = { publicUrl: 'http://localhost:3000', mode: 'demo', port: 3000 };
const WRITE = { method: 'POST', path: '/action/x', origin: null, secFetchSite: null };

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])('refuses %s from anywhere else', (method) => {
  expect(isForeign({ ...WRITE, method, origin: 'https://evil.test' }, PRODUCTION)).toBe(true);
});

it.each(['GET', 'HEAD', 'OPTIONS'])('lets everybody %s, since that changes nothing', (method) => {
  expect(isForeign({ ...WRITE, method, origin: 'https://evil.test' }, PRODUCTION)).toBe(false);
});

it.each([
  'null',
  '',
  'https://mentor.example.com.evil.test',
  'https://evil.test/https://mentor.example.com',
  'http://mentor.example.com',
  'https://mentor.example.com:444',
  'http://localhost:3000',
])('takes no write from origin %j in production', (origin) => {
  expect(isForeign({ ...WRITE, origin }, PRODUCTION)).toBe(true);
});

it('takes writes from its own pages', () => {
  expect(isForeign({ ...WRITE, origin: 'https://mentor.example.com' }, PRODUCTION)).toBe(false);
  expect(isForeign({ ...WRITE, origin: 'https://mentor.example.com', secFetchSite: 'same-origin' }, PRODUCTION)).toBe(
    false,
  );
});

it('treats both names of this machine as one in the demo', () => {
  expect(sameOrigins(DEMO)).toEqual(['http://localhost:3000', 'http://127.0.0.1:3000']);
  expect(isForeign({ ...WRITE, origin: 'http://127.0.0.1:3000' }, DEMO)).toBe(false);
  expect(isForeign({ ...WRITE, origin: 'http://127.0.0.1:3001' }, DEMO)).toBe(true);
});

it.each([
  ['cross-site', true],
  ['same-site', true],
  ['same-origin', false],
  ['none', false],
])('without an Origin believes the browser that says %s', (secFetchSite, foreign) => {
  expect(isForeign({ ...WRITE, secFetchSite }, PRODUCTION)).toBe(foreign);
});

it('lets curl in, which has neither header', () => {
  expect(isForeign(WRITE, PRODUCTION)).toBe(false);
});

it('leaves signed calls to their signature', () => {
  const question = { ...WRITE, path: '/api/webhooks/paystack', origin: 'https://paystack.co' };
  expect(isForeign(question, PRODUCTION)).toBe(false);
  expect(isForeign({ ...question, path: '/api/webhooksX' }, PRODUCTION)).toBe(true);
});
