import { expect, it } from 'vitest';
import { parseInstant } from '#shared/time.ts';
import { conflictsOf, type Occupied } from './conflicts.ts';

const at = (text: string) => {
  const when = parseInstant(`2026-12-09T${text}:00Z`);
  if (when === null) throw new Error(`${text} is no time`);
  return when;
};
const occupied = (id: string, from: string, to: string, bufferMinutes = 0): Occupied => ({
  id,
  startsAt: at(from),
  endsAt: at(to),
  bufferBeforeMinutes: bufferMinutes,
  bufferAfterMinutes: bufferMinutes,
});
const ids = (list: readonly Occupied[]) => list.map(({ id }) => id);

const asked = occupied('asked', '10:00', '11:00');

it('finds what overlaps, soonest first, and never the request itself', () => {
  const others = [occupied('late', '10:45', '11:45'), asked, occupied('early', '09:30', '10:30')];
  expect(ids(conflictsOf(asked, others))).toEqual(['early', 'late']);
});

it('lets sessions touch', () => {
  expect(conflictsOf(asked, [occupied('before', '09:00', '10:00'), occupied('after', '11:00', '12:00')])).toEqual([]);
});

it('counts the breaks on both sides', () => {
  const others = [occupied('near', '11:10', '12:00', 15), occupied('far', '11:20', '12:00', 15)];
  expect(ids(conflictsOf(asked, others))).toEqual(['near']);
});
