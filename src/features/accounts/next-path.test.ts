import { expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

it.each(['/mentorship', '/mentorship/checkout?offeringId=1&at=2026-12-01T10%3A00Z', '/a#b', '/'])(
  'goes on to %s',
  (path) => {
    expect(nextPath(path, '/home')).toBe(path);
  },
);

it.each([
  null,
  '',
  'mentorship',
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '\\evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  '/\t/evil.test',
  '/\n/evil.test',
  '\t//evil.test',
  '/.//evil.test',
  '/x/..//evil.test',
  '/%2e%2e//evil.test',
  `/${'a'.repeat(3000)}`,
])('does not follow %j', (path) => {
  expect(nextPath(path, '/home')).toBe('/home');
});
