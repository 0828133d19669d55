import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, toMs, type EpochMs, type Instant } from '#shared/time.ts';
import { at, mornings } from '#tests/support/calendar.ts';
import type { TakenInterval, TutorCalendar } from '../types.ts';
import { bookableStarts, slotRefusal, type BookingTerms } from './bookable.ts';
import { explainStart, type Cause } from './explain.ts';
import { clockText } from './week.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HOUR: BookingTerms = { durationMinutes: 60, bookingMode: 'INSTANT' };
/** A Monday, 10:00 in Lagos. */
const NOW = at('2026-11-23T09:00:00Z');

function busy(start: string, end: string): TakenInterval {
  return { start: toMs(at(start)), end: toMs(at(end)), teachesAt: toMs(at(start)) };
}

function causes(changes: Partial<TutorCalendar>, start: string, terms = HOUR): Cause[] {
  return explainStart({ ...mornings, ...changes }, terms, { start: at(start), now: NOW });
}

const kinds = (all: readonly Cause[]) => all.map(({ kind }) => kind);

describe('an explanation', () => {
  it('names nothing for a start that is offered', () => {
    expect(causes({}, '2026-11-24T08:00:00Z')).toEqual([]);
  });

  it('names the notice, four hours for a request, and what has passed', () => {
    const long = { weekly: [{ days: [1], start: '00:00', end: '24:00' }] };
    expect(causes(long, '2026-11-23T10:30:00Z')).toEqual([
      { kind: 'notice', noticeMinutes: 120, earliest: toMs(at('2026-11-23T11:00:00Z')) },
    ]);
    expect(causes(long, '2026-11-23T12:00:00Z')).toEqual([]);
    expect(causes(long, '2026-11-23T12:00:00Z', { ...HOUR, bookingMode: 'REQUEST' })).toMatchObject([
      { kind: 'notice', noticeMinutes: 240 },
    ]);
    expect(causes(long, '2026-11-23T09:00:00Z')).toEqual([{ kind: 'past' }]);
  });

  it('names the horizon, and when the start comes within it', () => {
    expect(causes({ horizonDays: 1 }, '2026-11-25T08:00:00Z')).toEqual([
      { kind: 'horizon', horizonDays: 1, opensAt: toMs(at('2026-11-24T08:00:00Z')) },
    ]);
  });

  it('names hours of the weekday, a day off, and special hours', () => {
    expect(causes({}, '2026-11-28T08:00:00Z')).toMatchObject([{ kind: 'outside_hours', weekday: 6, ranges: [] }]);
    expect(causes({}, '2026-11-24T10:30:00Z')).toMatchObject([
      { kind: 'outside_hours', isTooLong: true, isSpecial: false, ranges: [{ start: '09:00', end: '12:00' }] },
    ]);
    const off = { overrides: [{ date: '2026-11-24', ranges: [] }] };
    expect(causes(off, '2026-11-24T08:00:00Z')).toEqual([{ kind: 'day_off', date: '2026-11-24' }]);
    const evening = { overrides: [{ date: '2026-11-24', ranges: [{ start: '20:00', end: '22:00' }] }] };
    expect(causes(evening, '2026-11-24T08:00:00Z')).toMatchObject([{ kind: 'outside_hours', isSpecial: true }]);
    expect(causes(evening, '2026-11-24T19:00:00Z')).toEqual([]);
  });

  it('names what is in the way, by itself or by a break around it', () => {
    const taken = [busy('2026-11-24T09:00:00Z', '2026-11-24T09:30:00Z')];
    expect(causes({ busy: taken }, '2026-11-24T08:30:00Z')).toEqual([{ kind: 'taken', taken, byBreak: false }]);
    expect(causes({ busy: taken }, '2026-11-24T08:00:00Z')).toEqual([]);
    expect(causes({ busy: taken, bufferAfterMinutes: 15 }, '2026-11-24T08:00:00Z')).toEqual([
      { kind: 'taken', taken, byBreak: true },
    ]);
  });

  it('names the daily cap and the grid, and several things at once', () => {
    const full = { busy: [busy('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z')], dailyCap: 1 };
    expect(causes(full, '2026-11-24T09:30:00Z')).toEqual([{ kind: 'day_full', dailyCap: 1, date: '2026-11-24' }]);
    expect(causes({}, '2026-11-24T08:10:00Z')).toEqual([{ kind: 'off_grid', everyMinutes: 30 }]);
    expect(kinds(causes(full, '2026-11-24T11:40:00Z'))).toEqual(['outside_hours', 'day_full', 'off_grid']);
  });
});

/** What removes each cause, and nothing else. */
const mended: { [Kind in Cause['kind']]: (query: Query) => Query } = {
  past: inGoodTime,
  notice: inGoodTime,
  horizon: inGoodTime,
  day_off: alwaysOpen,
  outside_hours: alwaysOpen,
  taken: (query) => ({ ...query, calendar: { ...query.calendar, busy: [] } }),
  day_full: (query) => ({ ...query, calendar: { ...query.calendar, dailyCap: null } }),
  off_grid: (query) => query,
};

function inGoodTime(query: Query): Query {
  const now = instant(query.start.epochMilliseconds - 20 * DAY_MS);
  return { ...query, now, calendar: { ...query.calendar, horizonDays: 60 } };
}

function alwaysOpen(query: Query): Query {
  const weekly = [{ days: [0, 1, 2, 3, 4, 5, 6], start: '00:00', end: '24:00' }];
  return { ...query, calendar: { ...query.calendar, weekly, overrides: [] } };
}

type Query = { calendar: TutorCalendar; terms: BookingTerms; start: Instant; now: Instant };

describe('for any tutor, terms and start', () => {
  it('nothing is named exactly when the start is listed and can be booked', () => {
    let offered = 0;
    fc.assert(
      fc.property(queries, ({ calendar, terms, start, now }) => {
        const named = explainStart(calendar, terms, { start, now });
        const range = { from: instant(start.epochMilliseconds - DAY_MS), to: start.add({ hours: 24 }), now };
        const isListed = bookableStarts(calendar, terms, range).includes(toMs(start));
        expect(named.length === 0, kinds(named).join()).toBe(isListed);
        expect(named.length === 0).toBe(slotRefusal(calendar, terms, { start, now }) === null);
        if (isListed) offered += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(offered).toBeGreaterThan(100); // the property says little about starts that nobody could have
  });

  it('nothing is named twice, and what is mended is named no more', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const named = kinds(explainStart(query.calendar, query.terms, query));
        expect(new Set(named).size).toBe(named.length);
        let left = query;
        for (const kind of named) left = mended[kind](left);
        // Nothing that was no obstacle before has become one by mending the others.
        const after = kinds(explainStart(left.calendar, left.terms, left));
        expect(after).toEqual(named.filter((kind) => kind === 'off_grid'));
      }),
      { numRuns: 1_000 },
    );
  });
});

const clock = fc.integer({ min: 0, max: 48 }).map((halfHours) => clockText(halfHours * 30));
const range = fc.record({ start: clock, end: clock });
const days = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 });

/** Around clock changes and plain days, at whole minutes that are often on the grid. */
const queries: fc.Arbitrary<Query> = fc
  .record({
    place: fc.constantFrom(
      ['Africa/Lagos', '2026-11-24T00:00:00Z'],
      ['Europe/London', '2026-03-29T00:00:00Z'],
      ['Europe/London', '2026-10-25T00:00:00Z'],
      ['America/New_York', '2026-11-01T05:00:00Z'],
      ['Asia/Kathmandu', '2026-06-01T00:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T14:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:00:00Z'],
    ),
    weekly: fc.oneof(
      fc.array(fc.record({ days, start: clock, end: clock }), { maxLength: 4 }),
      fc.constant([{ days: [0, 1, 2, 3, 4, 5, 6], start: '00:00', end: '24:00' }]),
    ),
    overrides: fc.array(
      fc.record({ day: fc.integer({ min: -1, max: 2 }), ranges: fc.array(range, { maxLength: 2 }) }),
      {
        maxLength: 2,
      },
    ),
    busy: fc.array(
      fc.record({
        from: fc.integer({ min: -96, max: 144 }),
        minutes: fc.integer({ min: 5, max: 180 }),
        teaches: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    buffers: fc.tuple(fc.constantFrom(0, 0, 15), fc.constantFrom(0, 0, 45)),
    minNoticeMinutes: fc.constantFrom(0, 120, 1440),
    horizonDays: fc.constantFrom(1, 7, 60),
    dailyCap: fc.constantFrom(null, null, 1, 2),
    durationMinutes: fc.constantFrom(30, 45, 60, 180),
    bookingMode: fc.constantFrom('INSTANT' as const, 'REQUEST' as const),
    slot: fc.integer({ min: 0, max: 96 }),
    off: fc.constantFrom(0, 0, 0, 10, 15),
    agoMinutes: fc.oneof(
      fc.constantFrom(-30, 0, 1, 119, 120, 240, 7 * 1440, 30 * 1440, 60 * 1440, 61 * 1440),
      fc.constantFrom(1439, 1440, 3 * 1440),
    ),
  })
  .map(({ place: [timeZone = '', near = ''], buffers, overrides, busy, slot, off, agoMinutes, ...rest }): Query => {
    const base = at(near).epochMilliseconds;
    const start = instant(base + (slot * 30 + off) * MINUTE_MS);
    const dateOf = (day: number) => new Date(base + day * DAY_MS).toISOString().slice(0, 10);
    const calendar: TutorCalendar = {
      ...mornings,
      timeZone,
      weekly: rest.weekly,
      minNoticeMinutes: rest.minNoticeMinutes,
      horizonDays: rest.horizonDays,
      dailyCap: rest.dailyCap,
      bufferBeforeMinutes: buffers[0],
      bufferAfterMinutes: buffers[1],
      overrides: [...new Map(overrides.map(({ day, ranges }) => [day, { date: dateOf(day), ranges }])).values()],
      busy: busy.map(({ from, minutes, teaches }) => {
        const begins = base + from * 30 * MINUTE_MS;
        return {
          start: begins as EpochMs,
          end: (begins + minutes * MINUTE_MS) as EpochMs,
          teachesAt: teaches ? (begins as EpochMs) : null,
        };
      }),
    };
    const terms = { durationMinutes: rest.durationMinutes, bookingMode: rest.bookingMode };
    return { calendar, terms, start, now: instant(start.epochMilliseconds - agoMinutes * MINUTE_MS) };
  });
