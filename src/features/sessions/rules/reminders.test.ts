import { describe, expect, it } from 'vitest';
import { settings } from '#shared/settings.ts';
import { instant, plusMinutes } from '#shared/time.ts';
import { isDue } from './reminders.ts';

const START = instant(Date.parse('2026-11-25T09:00:00Z'));
const DAYS_BEFORE = plusMinutes(START, -3 * 24 * 60);

/** Which reminders are due so many minutes before the start, by how long before it they are given. */
const dueAt = (minutesBefore: number, sureMinutesBefore?: number): number[] => {
  const sureSince = sureMinutesBefore === undefined ? DAYS_BEFORE : plusMinutes(START, -sureMinutesBefore);
  const now = plusMinutes(START, -minutesBefore);
  return settings.reminders
    .filter((reminder) => isDue(reminder, { startsAt: START, sureSince }, now))
    .map(({ beforeMinutes }) => beforeMinutes);
};

describe('a reminder is due', () => {
  it.each([
    [24 * 60 + 1, []],
    [24 * 60, [24 * 60]],
    [23 * 60, [24 * 60]],
    [22 * 60, []],
    [5 * 60, []],
    [61, []],
    [60, [60]],
    [41, [60]],
    [40, []],
    [16, []],
    [15, [15]],
    [1, [15]],
    [0, []],
    [-5, []],
  ])('%i minutes before the start: %j', (minutes, due) => {
    expect(dueAt(minutes)).toEqual(due);
  });

  it('only of what was sure before its moment', () => {
    expect(dueAt(30, 30)).toEqual([]);
    expect(dueAt(60, 60)).toEqual([]);
    expect(dueAt(60, 61)).toEqual([60]);
    expect(dueAt(15, 30)).toEqual([15]);
    expect(dueAt(10, 12)).toEqual([]);
    expect(dueAt(23 * 60, 23 * 60 + 30)).toEqual([]);
  });
});

it('never has two at once', () => {
  for (let minutes = -10; minutes < 26 * 60; minutes += 1) expect(dueAt(minutes).length).toBeLessThanOrEqual(1);
});
