import { expect, it } from 'vitest';
import type { DateEffect, DaySession } from '../types.ts';
import { openingsWords, sessionsWords } from './date-words.ts';

const openings = (before: number, after: number): Pick<DateEffect, 'openings' | 'horizonDays'> => ({
  openings: { durationMinutes: 60, before, after },
  horizonDays: 60,
});
const session = (state: DaySession['state']) => ({ state }) as DaySession;

it('says how many openings come or go', () => {
  expect(openingsWords(openings(15, 0))).toBe('15 openings of 1 h are taken off: nobody new can book.');
  expect(openingsWords(openings(1, 0))).toBe('1 opening of 1 h is taken off: nobody new can book.');
  expect(openingsWords(openings(0, 3))).toBe('No opening of 1 h before, 3 now.');
  expect(openingsWords(openings(15, 3))).toBe('15 openings of 1 h before, 3 now.');
  expect(openingsWords(openings(3, 3))).toBe('As many openings of 1 h as by your weekly hours: 3.');
  expect(openingsWords(openings(0, 0))).toContain('Nothing could be booked there before');
  expect(openingsWords({ openings: null, horizonDays: 60 })).toContain('60 days');
});

it('says what is booked there and stays', () => {
  expect(sessionsWords([], true)).toBe('Nothing is booked on that day.');
  expect(sessionsWords([session('BOOKED'), session('UNPAID'), session('REQUEST')], false)).toBe(
    '2 booked sessions stay on those days, and 1 request waits for your answer. To change one, open it.',
  );
});
