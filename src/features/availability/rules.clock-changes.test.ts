import { describe, expect, it } from 'vitest';
import { hours, offered, offeredOn } from './rules.test-query.ts';

const half = { durationMinutes: 30, stepMinutes: 30 };

describe('when the clock goes forward', () => {
  // New York, Sunday 8 March 2026: 02:00 EST is 03:00 EDT, at 07:00 UTC.
  const newYork = { timeZone: 'America/New_York', ...half };
  const springDay = '2026-03-08';

  it('gives no slot in the skipped hour', () => {
    expect(offeredOn(springDay, { ...newYork, weekly: [hours('01:00', '04:00')] })).toEqual([
      '06:00',
      '06:30',
      '07:00',
      '07:30',
    ]);
    for (const [start, end] of [
      ['02:00', '03:00'],
      ['02:00', '02:30'],
      ['02:15', '02:45'],
      ['02:30', '03:00'],
    ] as const)
      expect(offeredOn(springDay, { ...newYork, weekly: [hours(start, end)], stepMinutes: 15 })).toEqual([]);
  });

  it('moves an edge inside the skipped hour forward by the gap', () => {
    expect(offeredOn(springDay, { ...newYork, weekly: [hours('02:30', '05:00')] })[0]).toBe('07:30');
    expect(offeredOn(springDay, { ...newYork, weekly: [hours('01:00', '02:30')] }).at(-1)).toBe('07:00');
  });

  it('keeps the wall clock of the other days', () => {
    const week = { rangeStart: '2026-03-07T00:00:00Z', rangeEnd: '2026-03-10T00:00:00Z', durationMinutes: 180 };
    expect(offered({ timeZone: 'America/New_York', ...week })).toEqual([
      '2026-03-07T14:00:00Z',
      '2026-03-08T13:00:00Z',
      '2026-03-09T13:00:00Z',
    ]);
  });

  it('does the same in London', () => {
    const london = { timeZone: 'Europe/London', ...half };
    expect(offeredOn('2026-03-29', { ...london, weekly: [hours('00:00', '03:00', [0])] })).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
    ]);
    expect(offeredOn('2026-03-29', { ...london, weekly: [hours('01:00', '02:00')] })).toEqual([]);
  });

  it('begins the day at 01:00 where midnight is skipped', () => {
    // Santiago, Sunday 6 September 2026: midnight is 01:00, at 04:00 UTC.
    const santiago = { timeZone: 'America/Santiago', ...half };
    expect(offeredOn('2026-09-06', { ...santiago, weekly: [hours('00:00', '02:00', [0])] })).toEqual([
      '04:00',
      '04:30',
    ]);
    expect(offeredOn('2026-09-06', { ...santiago, weekly: [hours('23:00', '24:00', [6])] })).toEqual([
      '03:00',
      '03:30',
    ]);
    const overMidnight = { weekly: [hours('23:00', '24:00', [6]), hours('00:00', '02:00', [0])], durationMinutes: 120 };
    expect(offeredOn('2026-09-06', { ...santiago, ...overMidnight })).toEqual(['03:00']);
  });

  it('begins the day at 01:00 in Beirut and Asunción too', () => {
    const midnightHours = { ...half, weekly: [hours('00:00', '01:30', [0])], now: '2020-01-01T00:00:00Z' };
    expect(offeredOn('2026-03-28', { timeZone: 'Asia/Beirut', ...midnightHours })).toEqual(['22:00']);
    expect(offeredOn('2023-10-01', { timeZone: 'America/Asuncion', ...midnightHours })).toEqual(['04:00']);
  });

  it('finds hours of the evening before that end beyond a skipped midnight', () => {
    // Toronto, Sunday 30 March 1919: 23:30 is 00:30 on Monday, at 04:30 UTC; so 24:00 is read as 01:00.
    const range = { rangeStart: '1919-03-31T04:30:00Z', rangeEnd: '1919-03-31T09:00:00Z', now: '1919-01-01T00:00:00Z' };
    const toronto = { timeZone: 'America/Toronto', ...half, ...range };
    expect(offered({ ...toronto, weekly: [hours('22:00', '24:00', [0])] })).toEqual(['1919-03-31T04:30:00Z']);
  });

  it('has no hours on a date that never was', () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011, at 10:00 UTC on the 30th.
    const range = { rangeStart: '2011-12-29T00:00:00Z', rangeEnd: '2012-01-01T00:00:00Z', now: '2011-12-01T00:00:00Z' };
    const apia = { timeZone: 'Pacific/Apia', ...range, durationMinutes: 180 };
    expect(offered(apia)).toEqual(['2011-12-29T19:00:00Z', '2011-12-30T19:00:00Z', '2011-12-31T19:00:00Z']);
    expect(offered({ ...apia, weekly: [hours('09:00', '12:00', [5])] })).toEqual([]);
    expect(
      offered({ ...apia, overrides: [{ date: '2011-12-30', ranges: [{ start: '15:00', end: '18:00' }] }] }),
    ).toEqual(offered(apia));
  });

  it('runs from the evening before a skipped date into the morning after', () => {
    const range = { rangeStart: '2011-12-30T00:00:00Z', rangeEnd: '2011-12-31T00:00:00Z', now: '2011-12-01T00:00:00Z' };
    const weekly = [hours('23:00', '24:00', [4]), hours('00:00', '01:00', [6])];
    expect(offered({ timeZone: 'Pacific/Apia', ...range, weekly, durationMinutes: 120 })).toEqual([
      '2011-12-30T09:00:00Z',
    ]);
  });
});

describe('when the clock goes back', () => {
  // New York, Sunday 1 November 2026: 02:00 EDT is 01:00 EST, at 06:00 UTC.
  const newYork = { timeZone: 'America/New_York', ...half };
  const autumnDay = '2026-11-01';

  it('counts the repeated hour twice', () => {
    expect(offeredOn(autumnDay, { ...newYork, weekly: [hours('01:00', '02:00')] })).toEqual([
      '05:00',
      '05:30',
      '06:00',
      '06:30',
    ]);
    expect(offeredOn('2026-10-25', { timeZone: 'Europe/London', ...half, weekly: [hours('01:00', '02:00')] })).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
    ]);
  });

  it('takes an edge inside the repeated hour at its first time', () => {
    expect(offeredOn(autumnDay, { ...newYork, weekly: [hours('00:00', '01:30')] })).toEqual([
      '04:00',
      '04:30',
      '05:00',
    ]);
    expect(offeredOn(autumnDay, { ...newYork, weekly: [hours('01:30', '02:30')] })).toEqual([
      '05:30',
      '06:00',
      '06:30',
      '07:00',
    ]);
  });

  it('repeats the last hour of the day where the change is at midnight', () => {
    // Santiago, Saturday 4 April 2026: midnight is 23:00 again, at 03:00 UTC on the 5th.
    const santiago = { timeZone: 'America/Santiago', ...half, weekly: [hours('23:00', '24:00', [6])] };
    expect(offeredOn('2026-04-05', santiago)).toEqual(['02:00', '02:30', '03:00', '03:30']);
  });

  it('finds hours of the next day that begin before the evening is repeated', () => {
    // St John's, Sunday 7 November 2010: 00:01 is 23:01 on Saturday again, at 02:31 UTC.
    const range = { rangeStart: '2010-11-07T02:00:00Z', rangeEnd: '2010-11-07T03:01:00Z', now: '2010-01-01T00:00:00Z' };
    const stJohns = { timeZone: 'America/St_Johns', ...half, ...range };
    expect(offered({ ...stJohns, weekly: [hours('00:00', '04:00', [0])] })).toEqual(['2010-11-07T02:30:00Z']);
  });

  it('goes on by elapsed steps', () => {
    const long = { ...newYork, weekly: [hours('00:00', '04:00')], durationMinutes: 60, stepMinutes: 120 };
    expect(offeredOn(autumnDay, long)).toEqual(['04:00', '06:00', '08:00']);
  });
});

describe('when the clock moves by half an hour', () => {
  // Lord Howe, Sunday 5 April 2026: 02:00 is 01:30 again, at 15:00 UTC on the 4th.
  const lordHowe = { timeZone: 'Australia/Lord_Howe', ...half };

  it('counts the repeated half hour twice', () => {
    expect(offeredOn('2026-04-04', { ...lordHowe, weekly: [hours('01:30', '02:00')] })).toEqual(['14:30', '15:00']);
  });

  it('skips half an hour in spring', () => {
    // Sunday 4 October 2026: 02:00 is 02:30, at 15:30 UTC on the 3rd.
    expect(offeredOn('2026-10-03', { ...lordHowe, weekly: [hours('01:30', '03:00')] })).toEqual(['15:00', '15:30']);
    expect(offeredOn('2026-10-03', { ...lordHowe, weekly: [hours('02:00', '02:30')] })).toEqual([]);
  });

  it('rounds to the hour that the clock shows after the change', () => {
    const hourly = { ...lordHowe, stepMinutes: 60, weekly: [hours('01:40', '05:00')] };
    // From 01:40 the next full hour is 02:00 by the new clock (15:30 UTC), not the 01:30 that comes first.
    expect(offeredOn('2026-04-04', hourly).slice(0, 2)).toEqual(['15:30', '16:30']);
  });
});
