import { expect, it } from 'vitest';
import { nextSlotWords } from './next-words.ts';

const NOW = '2026-12-04T09:00:00Z'; // Friday, 10:00 in Lagos

it('says today, tomorrow, the weekday and then the date, on the reader’s own calendar', () => {
  expect(nextSlotWords('2026-12-04T15:30:00Z', NOW, 'Africa/Lagos')).toBe('today 16:30');
  expect(nextSlotWords('2026-12-05T08:00:00Z', NOW, 'Africa/Lagos')).toBe('tomorrow 09:00');
  expect(nextSlotWords('2026-12-08T17:00:00Z', NOW, 'Africa/Lagos')).toBe('Tue 18:00');
  expect(nextSlotWords('2026-12-15T17:00:00Z', NOW, 'Africa/Lagos')).toBe('Tue 15 Dec');
});

it('calls the same moment today in Lagos and tomorrow in Tokyo', () => {
  expect(nextSlotWords('2026-12-04T16:00:00Z', NOW, 'Africa/Lagos')).toBe('today 17:00');
  expect(nextSlotWords('2026-12-04T16:00:00Z', NOW, 'Asia/Tokyo')).toBe('tomorrow 01:00');
});

it('does not take the same weekday of next week for this one', () => {
  expect(nextSlotWords('2026-12-11T09:00:00Z', NOW, 'Africa/Lagos')).toBe('Fri 11 Dec');
});
