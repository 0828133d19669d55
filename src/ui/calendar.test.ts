import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addMonthsToDate,
  dateAfterKey,
  fullDate,
  monthLabel,
  WEEKDAYS,
  weeksOf,
  withinMonth,
} from './calendar.ts';

const anyDate = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2090, 0, 1) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

describe('a month laid out in weeks', () => {
  it('starts December 2026 on a Tuesday and ends it on a Thursday', () => {
    const weeks = weeksOf('2026-12');
    expect(weeks).toHaveLength(5);
    expect(weeks[0]).toEqual([
      null,
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-04',
      '2026-12-05',
      '2026-12-06',
    ]);
    expect(weeks[4]).toEqual(['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', null, null, null]);
  });

  it('gives a leap February 29 days and a common one exactly four weeks when it starts on Monday', () => {
    expect(weeksOf('2028-02').flat().filter(Boolean)).toHaveLength(29);
    expect(weeksOf('2027-02')).toHaveLength(4);
    expect(weeksOf('2027-02').flat()).not.toContain(null);
  });

  it('holds every day of any month once, in order, each in its own weekday column', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const weeks = weeksOf(date.slice(0, 7));
        const days = weeks.flat().filter((day) => day !== null);
        expect(days).toEqual([...new Set(days)].sort());
        expect(days).toContain(date);
        for (const week of weeks) {
          expect(week).toHaveLength(7);
          for (const [column, day] of week.entries()) {
            if (day !== null) expect(fullDate(day)).toMatch(new RegExp(`^${WEEKDAYS[column]?.full}`));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('dates on paper', () => {
  it('crosses years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
  });

  it('keeps to the last day when the other month is shorter', () => {
    expect(addMonthsToDate('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonthsToDate('2027-03-31', -1)).toBe('2027-02-28');
    expect(addMonthsToDate('2026-12-09', 1)).toBe('2027-01-09');
  });

  it('undoes what it did', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -900, max: 900 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });

  it('is written out in full for those who hear it', () => {
    expect(fullDate('2026-12-09')).toBe('Wednesday 9 December 2026');
    expect(monthLabel('2026-12')).toBe('December 2026');
    expect(WEEKDAYS.map((day) => day.short)).toEqual(['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']);
  });
});

describe('keys on the grid', () => {
  it.each([
    ['ArrowLeft', '2026-12-08'],
    ['ArrowRight', '2026-12-10'],
    ['ArrowUp', '2026-12-02'],
    ['ArrowDown', '2026-12-16'],
    ['Home', '2026-12-07'],
    ['End', '2026-12-13'],
    ['PageUp', '2026-11-09'],
    ['PageDown', '2027-01-09'],
  ])('%s goes from Wednesday 9 December to %s', (key, expected) => {
    expect(dateAfterKey('2026-12-09', key)).toBe(expected);
  });

  it('leaves other keys alone', () => {
    expect(dateAfterKey('2026-12-09', 'a')).toBeNull();
    expect(dateAfterKey('2026-12-09', 'Tab')).toBeNull();
  });
});

it('a date of another month is drawn to the month’s nearest edge', () => {
  expect(withinMonth('2026-11-30', '2026-12')).toBe('2026-12-01');
  expect(withinMonth('2027-01-03', '2026-12')).toBe('2026-12-31');
  expect(withinMonth('2026-12-09', '2026-12')).toBe('2026-12-09');
});
