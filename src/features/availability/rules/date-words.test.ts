import { expect, it } from 'vitest';
import type { DateEffect, DaySession } from '../types.ts';
import { openingsPreviewWords, openingsWords, sessionsWords } from './date-words.ts';

const openings = (before: number, after: number): Pick<DateEffect, 'openings' | 'horizonDays'> => ({
  openings: { durationMinutes: 60, before, after },
  horizonDays: 60,
});
const session = (state: DaySession['state']) => ({ state }) as DaySession;

it('says how many openings came or went with a saved change', () => {
  expect(openingsWords(openings(15, 0))).toBe('15 openings of 1 h were taken off: nobody new can book.');
  expect(openingsWords(openings(1, 0))).toBe('1 opening of 1 h was taken off: nobody new can book.');
  expect(openingsWords(openings(0, 3))).toBe('No opening of 1 h before, 3 now.');
  expect(openingsWords(openings(15, 3))).toBe('15 openings of 1 h before, 3 now.');
  expect(openingsWords(openings(3, 3))).toBe('As many openings of 1 h as by your weekly hours: 3.');
  expect(openingsWords(openings(0, 0))).toContain('Nothing could be booked there before');
  expect(openingsWords({ openings: null, horizonDays: 60 })).toContain('60 days');
});

it('says of a change that is not saved how many openings there would be then', () => {
  expect(openingsPreviewWords(openings(13, 0))).toBe('13 openings of 1 h will be taken off: nobody new can book then.');
  expect(openingsPreviewWords(openings(1, 0))).toBe('1 opening of 1 h will be taken off: nobody new can book then.');
  expect(openingsPreviewWords(openings(0, 3))).toBe('No opening of 1 h now, 3 then.');
  expect(openingsPreviewWords(openings(13, 3))).toBe('13 openings of 1 h now, 3 then.');
  expect(openingsPreviewWords(openings(3, 3))).toBe('As many openings of 1 h as now: 3.');
  expect(openingsPreviewWords(openings(0, 0))).toBe('Nothing can be booked there now, and nothing could then (1 h).');
  expect(openingsPreviewWords({ openings: null, horizonDays: 60 })).toContain('60 days');
});

it('says what is booked there and stays', () => {
  expect(sessionsWords([], true)).toBe('Nothing is booked on that day.');
  expect(sessionsWords([session('BOOKED'), session('UNPAID'), session('REQUEST')], false)).toBe(
    '2 booked sessions stay on those days, and 1 request waits for your answer. To change one, open it.',
  );
});
