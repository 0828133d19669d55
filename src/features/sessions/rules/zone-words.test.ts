import { expect, it } from 'vitest';
import { cityOf, readsTheSame, timeThere } from './zone-words.ts';

it('names a zone by its city', () => {
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(cityOf('UTC')).toBe('UTC');
});

it('knows when two zones read the same at a moment and when they do not', () => {
  expect(readsTheSame('2026-12-09T09:00:00Z', 'Africa/Lagos', 'Europe/Berlin')).toBe(true);
  expect(readsTheSame('2026-07-09T09:00:00Z', 'Africa/Lagos', 'Europe/Berlin')).toBe(false);
});

it('says the other person’s time, with the day where it is another one', () => {
  expect(timeThere('2026-12-09T09:00:00Z', 'Africa/Lagos', 'Europe/London')).toBe('09:00 in London');
  expect(timeThere('2026-12-09T23:00:00Z', 'Europe/London', 'Africa/Lagos')).toBe('Thu 10 Dec, 00:00 in Lagos');
});
