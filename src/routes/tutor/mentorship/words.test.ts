import { expect, test } from 'vitest';
import { greeting } from './greeting.ts';
import { readTab } from './tabs.ts';
import { timeLeft } from './time-left.ts';

const NOW = '2026-12-09T10:30:00Z';

test.each([
  ['Africa/Lagos', 'Good morning, Tunde'],
  ['Asia/Kolkata', 'Good afternoon, Tunde'],
  ['Asia/Tokyo', 'Good evening, Tunde'],
  ['America/Anchorage', 'Good evening, Tunde'],
])('greets by the clock in %s', (timeZone, words) => {
  expect(greeting('Tunde Adeyemi', NOW, timeZone)).toBe(words);
});

test.each([
  ['2026-12-09T11:10:00Z', '40 min'],
  ['2026-12-09T12:29:59Z', '1 h 59 min'],
  ['2026-12-10T08:29:00Z', '21 h'],
  ['2026-12-12T09:00:00Z', '2 days'],
])('tells how long is left until %s', (until, words) => {
  expect(timeLeft(until, NOW)).toBe(words);
});

test('tells nothing once the time has passed', () => {
  expect(timeLeft(NOW, NOW)).toBeNull();
});

test('opens only tabs that there are', () => {
  expect(readTab('completed')).toBe('completed');
  expect(readTab('constructor')).toBeNull();
  expect(readTab(null)).toBeNull();
});
