import { describe, expect, it } from 'vitest';
import { settings } from '#shared/settings.ts';
import { adaQuery, hours } from './rules.test-query.ts';
import { explainTimeInput } from './schema/explain.ts';
import { slotQueryInput, slotQueryLimits, weeklyHoursInput } from './schema.ts';

/** The fields that a query is refused for; none when it is taken. */
function refusedFields(query: unknown): string[] {
  return slotQueryInput.safeParse(query).error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('a slot query', () => {
  it('becomes epoch milliseconds', () => {
    const busy = [{ start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T10:00:00Z' }];
    const query = slotQueryInput.parse(adaQuery({ busy }));
    expect(query.rangeStart).toBe(Date.UTC(2026, 2, 2));
    expect(query.busy).toEqual([{ start: Date.UTC(2026, 2, 2, 9), end: Date.UTC(2026, 2, 2, 10) }]);
  });

  it('rounds microseconds to the side that offers less', () => {
    const fine = '2026-03-02T10:00:00.000400Z';
    const query = slotQueryInput.parse(adaQuery({ now: fine, rangeEnd: fine, busy: [{ start: fine, end: fine }] }));
    const floor = Date.UTC(2026, 2, 2, 10);
    expect([query.now, query.rangeEnd]).toEqual([floor + 1, floor]);
    expect(query.busy).toEqual([{ start: floor, end: floor + 1 }]);
  });

  it('needs every field and knows no other', () => {
    for (const field of Object.keys(adaQuery())) {
      const rest = Object.fromEntries(Object.entries(adaQuery()).filter(([key]) => key !== field));
      expect(refusedFields(rest)).toEqual([field]);
    }
    expect(slotQueryInput.safeParse({ ...adaQuery(), mentor: 1 }).success).toBe(false);
    expect(slotQueryInput.safeParse({ ...adaQuery(), weekly: [{ ...hours('09:00', '10:00'), x: 1 }] }).success).toBe(
      false,
    );
  });

  it('knows only real zones, clock times, dates and instants', () => {
    for (const timeZone of ['', 'Mars/Olympus', '+01:00', 'Europe/London\n', 7])
      expect(refusedFields({ ...adaQuery(), timeZone })).toEqual(['timeZone']);
    for (const start of ['9:00', '24:01', '25:00', '09:60', '09:00:00', '', 9])
      expect(refusedFields({ ...adaQuery(), weekly: [{ days: [1], start, end: '12:00' }] })).toEqual([
        'weekly.0.start',
      ]);
    for (const date of ['2026-02-29', '2026-2-1', '01/02/2026', '2026-13-01'])
      expect(refusedFields({ ...adaQuery(), overrides: [{ date, ranges: [] }] })).toEqual(['overrides.0.date']);
    for (const now of ['2026-03-02', '2026-03-02T10:00:00', 'now', '2026-02-30T00:00:00Z', '1492-10-12T00:00:00Z', 0])
      expect(refusedFields({ ...adaQuery(), now })).toEqual(['now']);
    for (const day of [-1, 7, 1.5, '1'])
      expect(refusedFields({ ...adaQuery(), weekly: [{ days: [day], start: '09:00', end: '12:00' }] })).toEqual([
        'weekly.0.days.0',
      ]);
  });

  it('tells people a whole sentence of a clock time that is none', () => {
    const said = slotQueryInput.safeParse({ ...adaQuery(), weekly: [{ days: [1], start: '09:00', end: '25:00' }] });
    expect(said.error?.issues.map(({ message }) => message)).toEqual([
      'Give a time from 00:00 to 24:00, such as 09:30.',
    ]);
    const asked = explainTimeInput.safeParse({ date: '2026-03-02', time: '24:00' });
    expect(asked.error?.issues.map(({ message }) => message)).toEqual([
      'Give a time from 00:00 to 23:59, such as 09:30.',
    ]);
  });

  it('has whole minutes within bounds', () => {
    for (const field of ['durationMinutes', 'stepMinutes'])
      for (const value of [0, -30, 30.5, '30', null, 1e9])
        expect(refusedFields({ ...adaQuery(), [field]: value })).toEqual([field]);
    for (const field of ['minNoticeMinutes', 'bufferBefore', 'bufferAfter'])
      for (const value of [-1, 0.5, 1e9]) expect(refusedFields({ ...adaQuery(), [field]: value })).toEqual([field]);
  });

  it('refuses a busy time that ends before it starts', () => {
    const busy = [{ start: '2026-03-02T10:00:00Z', end: '2026-03-02T09:00:00Z' }];
    expect(refusedFields({ ...adaQuery(), busy })).toEqual(['busy.0.end']);
  });

  it('refuses absurd sizes', () => {
    expect(refusedFields({ ...adaQuery(), rangeEnd: '2096-01-01T00:00:00Z' })).toEqual(['rangeEnd']);
    const entry = { start: '2026-03-02T10:00:00Z', end: '2026-03-02T11:00:00Z' };
    const tooBusy = Array.from({ length: slotQueryLimits.busy + 1 }, () => entry);
    expect(refusedFields({ ...adaQuery(), busy: tooBusy })).toEqual(['busy']);
    const tooOften = Array.from({ length: slotQueryLimits.weeklyRanges + 1 }, () => hours('09:00', '10:00'));
    expect(refusedFields({ ...adaQuery(), weekly: tooOften })).toEqual(['weekly']);
  });
});

describe('hours from a form', () => {
  it('must end after they start and name a day', () => {
    expect(weeklyHoursInput.safeParse([hours('09:00', '24:00', [1])]).success).toBe(true);
    expect(weeklyHoursInput.safeParse([hours('22:00', '02:00', [1])]).success).toBe(false);
    expect(weeklyHoursInput.safeParse([hours('09:00', '09:00', [1])]).success).toBe(false);
    expect(weeklyHoursInput.safeParse([hours('09:00', '10:00', [])]).success).toBe(false);
  });

  it('have a bounded number of ranges a day', () => {
    const most = Array.from({ length: settings.availability.maxRangesPerDay }, () => hours('09:00', '10:00', [1]));
    expect(weeklyHoursInput.safeParse([...most, hours('09:00', '10:00', [2])]).success).toBe(true);
    expect(weeklyHoursInput.safeParse([...most, hours('11:00', '12:00', [1])]).success).toBe(false);
  });
});
