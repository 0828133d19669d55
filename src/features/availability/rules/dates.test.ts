import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datesOf, nextDate, rangesWords, spanLength, spansOf, spanWords, withDates } from './dates.ts';

const off = (date: string) => ({ date, ranges: [] });
const evening = (date: string) => ({ date, ranges: [{ start: '18:00', end: '20:00' }] });

it('walks over month and year ends, and leap days', () => {
  expect(nextDate('2026-12-31')).toBe('2027-01-01');
  expect(datesOf('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  expect(datesOf('2026-03-02', '2026-03-01')).toEqual([]);
  expect(spanLength('2026-03-02', '2026-03-02')).toBe(1);
});

it('makes one entry of days off in a row, and leaves special hours by themselves', () => {
  const spans = spansOf([
    off('2026-12-30'),
    off('2026-12-31'),
    off('2027-01-01'),
    evening('2027-01-02'),
    evening('2027-01-03'),
    off('2027-01-04'),
    off('2027-01-06'),
  ]);
  expect(spans.map(({ from, until }) => `${from} ${until}`)).toEqual([
    '2026-12-30 2027-01-01',
    '2027-01-02 2027-01-02',
    '2027-01-03 2027-01-03',
    '2027-01-04 2027-01-04',
    '2027-01-06 2027-01-06',
  ]);
});

it('never makes an entry that is longer than one may be, and loses no date', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 400 }), (days) => {
      const dates = days
        .sort((a, b) => a - b)
        .map((day) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10));
      const spans = spansOf(dates.map(off));
      expect(spans.flatMap(({ from, until }) => datesOf(from, until))).toEqual(dates);
      for (const { from, until } of spans) expect(spanLength(from, until)).toBeLessThanOrEqual(92);
    }),
  );
});

it('changes some dates and leaves the others', () => {
  const kept = [off('2026-12-01'), off('2026-12-02')];
  expect(withDates(kept, ['2026-12-02'], null)).toEqual([off('2026-12-01')]);
  expect(withDates(kept, ['2026-12-02'], evening('').ranges)).toEqual([off('2026-12-01'), evening('2026-12-02')]);
});

it('reads as people write dates and hours', () => {
  expect(spanWords({ from: '2026-12-24', until: '2026-12-24' }, '2026-11-23')).toBe('Thu 24 Dec');
  expect(spanWords({ from: '2026-12-30', until: '2027-01-01' }, '2026-11-23')).toBe('Wed 30 Dec – Fri 1 Jan 2027');
  expect(
    rangesWords([
      { start: '09:00', end: '10:00' },
      { start: '12:00', end: '24:00' },
    ]),
  ).toBe('09:00–10:00 and 12:00–24:00');
});
