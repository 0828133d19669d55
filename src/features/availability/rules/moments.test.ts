import { expect, it } from 'vitest';
import { toIso } from '#shared/time.ts';
import { momentsAt } from './moments.ts';

const iso = (...asked: Parameters<typeof momentsAt>) => momentsAt(...asked).map(toIso);

it('finds the one moment at which a clock shows a time', () => {
  expect(iso('2026-11-24', '09:00', 'Africa/Lagos')).toEqual(['2026-11-24T08:00:00Z']);
});

it('finds none that the clocks skip, and both that they show twice', () => {
  expect(iso('2026-03-29', '01:30', 'Europe/London')).toEqual([]);
  expect(iso('2026-10-25', '01:30', 'Europe/London')).toEqual(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']);
});
