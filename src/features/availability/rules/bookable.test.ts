import { describe, expect, it } from 'vitest';
import { toMs, type EpochMs } from '#shared/time.ts';
import { at, mornings } from '#tests/support/calendar.ts';
import type { TakenInterval, TutorCalendar } from '../types.ts';
import { bookableStarts, nextStarts, slotRefusal } from './bookable.ts';
import { isoInstants } from './iso.ts';

const NOW = at('2026-11-23T09:00:00Z');
const HOUR: Terms = { durationMinutes: 60, bookingMode: 'INSTANT' };
type Terms = Parameters<typeof bookableStarts>[1];

function taken(start: string, end: string, teaches = true): TakenInterval {
  return { start: toMs(at(start)), end: toMs(at(end)), teachesAt: teaches ? toMs(at(start)) : null };
}

function starts(changes: Partial<TutorCalendar>, from: string, to: string, terms = HOUR): string[] {
  return isoInstants(bookableStarts({ ...mornings, ...changes }, terms, { from: at(from), to: at(to), now: NOW }));
}

const refusal = (changes: Partial<TutorCalendar>, start: string, terms = HOUR) =>
  slotRefusal({ ...mornings, ...changes }, terms, { start: at(start), now: NOW });

describe('the starts that may be booked', () => {
  it('lie in the tutor’s hours, on the half hour, with room for the whole session', () => {
    expect(starts({}, '2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z')).toEqual([
      '2026-11-24T08:00:00Z',
      '2026-11-24T08:30:00Z',
      '2026-11-24T09:00:00Z',
      '2026-11-24T09:30:00Z',
      '2026-11-24T10:00:00Z',
    ]);
  });

  it('begin within the range, and may end after it', () => {
    expect(starts({}, '2026-11-24T08:30:00Z', '2026-11-24T09:30:00Z')).toEqual([
      '2026-11-24T08:30:00Z',
      '2026-11-24T09:00:00Z',
    ]);
  });

  it('keep the notice, four hours for a request', () => {
    const long = { weekly: [{ days: [1], start: '00:00', end: '24:00' }] };
    const day = ['2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'] as const;
    expect(starts(long, ...day)[0]).toBe('2026-11-23T11:00:00Z');
    expect(starts(long, ...day, { ...HOUR, bookingMode: 'REQUEST' })[0]).toBe('2026-11-23T13:00:00Z');
    expect(starts({ ...long, minNoticeMinutes: 600 }, ...day, { ...HOUR, bookingMode: 'REQUEST' })[0]).toBe(
      '2026-11-23T19:00:00Z',
    );
    expect(starts({ ...long, minNoticeMinutes: 0 }, ...day)[0]).toBe('2026-11-23T09:30:00Z');
  });

  it('end with the horizon', () => {
    const last = starts({ horizonDays: 2 }, '2026-11-23T00:00:00Z', '2027-06-01T00:00:00Z').at(-1);
    expect(last).toBe('2026-11-25T08:30:00Z');
    expect(starts({}, '2027-03-01T00:00:00Z', '2027-03-10T00:00:00Z')).toEqual([]);
  });

  it('keep clear of taken time by the new session’s own buffers', () => {
    const busy = [taken('2026-11-24T09:00:00Z', '2026-11-24T09:30:00Z', false)];
    const day = ['2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z'] as const;
    expect(starts({ busy }, ...day)).toEqual(['2026-11-24T08:00:00Z', '2026-11-24T09:30:00Z', '2026-11-24T10:00:00Z']);
    expect(starts({ busy, bufferBeforeMinutes: 15 }, ...day)).toEqual(['2026-11-24T08:00:00Z', '2026-11-24T10:00:00Z']);
    expect(starts({ busy, bufferAfterMinutes: 15 }, ...day)).toEqual(['2026-11-24T09:30:00Z', '2026-11-24T10:00:00Z']);
  });

  it('leave out the local days at the cap, counting only what the tutor gives', () => {
    const one = taken('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z');
    const attended = taken('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z', false);
    const days = ['2026-11-24T00:00:00Z', '2026-11-26T00:00:00Z'] as const;
    expect(starts({ busy: [one], dailyCap: 1 }, ...days)[0]).toBe('2026-11-25T08:00:00Z');
    expect(starts({ busy: [one], dailyCap: 2 }, ...days)[0]).toBe('2026-11-24T09:00:00Z');
    expect(starts({ busy: [attended], dailyCap: 1 }, ...days)[0]).toBe('2026-11-24T09:00:00Z');
  });

  it('count a day as the tutor’s clock shows it', () => {
    const late = {
      timeZone: 'America/New_York',
      weekly: [{ days: [0, 1, 2, 3, 4, 5, 6], start: '20:00', end: '24:00' }],
    };
    // Tuesday 21:00 in New York is Wednesday 02:00 UTC.
    const busy = [taken('2026-11-25T02:00:00Z', '2026-11-25T03:00:00Z')];
    const found = starts({ ...late, busy, dailyCap: 1 }, '2026-11-25T01:00:00Z', '2026-11-26T04:00:00Z');
    expect(found[0]).toBe('2026-11-26T01:00:00Z');
  });

  it('are cut to a limit, also where days are full', () => {
    const busy = [taken('2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z')];
    const range = { from: at('2026-11-24T00:00:00Z'), to: at('2026-12-24T00:00:00Z'), now: NOW, limit: 2 };
    expect(bookableStarts(mornings, HOUR, range)).toHaveLength(2);
    expect(isoInstants(bookableStarts({ ...mornings, busy, dailyCap: 1 }, HOUR, range))).toEqual([
      '2026-11-25T08:00:00Z',
      '2026-11-25T08:30:00Z',
    ]);
  });
});

describe('one start', () => {
  const busy = [taken('2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z')];

  it('can be booked exactly if it is listed', () => {
    const [from, to] = ['2026-11-23T00:00:00Z', '2026-12-05T00:00:00Z'] as const;
    for (const changes of [
      {},
      { busy },
      { busy, dailyCap: 1 },
      { busy, bufferAfterMinutes: 20, timeZone: 'Asia/Kathmandu' },
    ]) {
      const listed = new Set(starts(changes, from, to));
      for (let ms = toMs(at(from)) as number; ms < toMs(at(to)); ms += 15 * 60_000) {
        const [iso = ''] = isoInstants([ms as EpochMs]);
        expect(refusal(changes, iso) === null, iso).toBe(listed.has(iso));
      }
    }
  });

  it('is refused for what is wrong with it', () => {
    expect(refusal({}, '2026-11-23T08:00:00Z')).toBe('slot_unavailable'); // past
    expect(refusal({}, '2026-11-23T10:30:00Z')).toBe('slot_unavailable'); // within notice, and outside hours
    expect(refusal({}, '2026-11-24T08:10:00Z')).toBe('slot_unavailable'); // off the grid
    expect(refusal({}, '2026-11-24T08:00:30Z')).toBe('slot_unavailable');
    expect(refusal({}, '2026-11-24T10:30:00Z')).toBe('slot_unavailable'); // would end after hours
    expect(refusal({}, '2026-11-28T08:00:00Z')).toBe('slot_unavailable'); // Saturday
    expect(refusal({}, '2027-01-25T08:00:00Z')).toBe('slot_unavailable'); // past the horizon
    expect(refusal({ busy }, '2026-11-24T09:00:00Z')).toBe('slot_taken');
    expect(refusal({ busy }, '2026-11-24T08:30:00Z')).toBe('slot_taken');
    expect(refusal({ busy, dailyCap: 1 }, '2026-11-24T10:00:00Z')).toBe('day_full');
    expect(refusal({ busy, dailyCap: 1 }, '2026-11-25T08:00:00Z')).toBeNull();
  });
});

it('finds the next start for each length and mode', () => {
  const next = nextStarts({ ...mornings, weekly: [{ days: [1], start: '10:00', end: '15:00' }] }, NOW);
  const iso = (terms: Terms) => isoInstants([next(terms) ?? (0 as EpochMs)])[0];
  expect(iso(HOUR)).toBe('2026-11-23T11:00:00Z');
  expect(iso({ durationMinutes: 60, bookingMode: 'REQUEST' })).toBe('2026-11-23T13:00:00Z');
  expect(iso({ durationMinutes: 180, bookingMode: 'REQUEST' })).toBe('2026-11-30T09:00:00Z');
  expect(next({ durationMinutes: 400, bookingMode: 'INSTANT' })).toBeNull();
});
