import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal, type EpochMs } from '#shared/time.ts';
import { isOpen, openSlots, openSlotsIso } from './rules.ts';
import { adaQuery, everyDay, type QueryJson } from './rules.test-query.ts';
import { slotQueryInput } from './schema.ts';

const MINUTE_MS = 60_000;
/** The oracle walks time in half minutes; every instant of a generated query lies on one. */
const CELL_MS = 30_000;

describe('openSlots', () => {
  it('agrees with walking through time half a minute at a time', () => {
    fc.assert(
      fc.property(queries, (json) => {
        expect(openSlotsIso(slotQueryInput.parse(json))).toEqual(walkedSlots(json));
      }),
      { numRuns: 400 },
    );
  });

  it('offers exactly the minutes at which the wall clock shows open hours', () => {
    fc.assert(
      fc.property(moments, quietHours, ([timeZone, near], weekly) => {
        const rangeStart = near.subtract({ hours: 30 }).round({ smallestUnit: 'minute', roundingIncrement: 5 });
        const rangeEnd = rangeStart.add({ hours: 60 });
        const steps = { durationMinutes: 5, stepMinutes: 5, rangeStart: `${rangeStart}`, rangeEnd: `${rangeEnd}` };
        const query = adaQuery({ timeZone, weekly, now: '2000-01-01T00:00:00Z', ...steps });
        const shown: number[] = [];
        for (let at = rangeStart.epochMilliseconds; at < rangeEnd.epochMilliseconds; at += 5 * MINUTE_MS)
          if (showsHours(at, timeZone, weekly)) shown.push(at);
        expect(openSlots(slotQueryInput.parse(query))).toEqual(shown);
      }),
      { numRuns: 60 },
    );
  });

  it('begins with what a limit leaves, and isOpen knows the same starts', () => {
    fc.assert(
      fc.property(queries, fc.integer({ min: 1, max: 5 }), fc.nat(), (json, limit, pick) => {
        const query = slotQueryInput.parse(json);
        const slots = openSlots(query);
        expect(openSlots(query, limit)).toEqual(slots.slice(0, limit));
        const at = slots[pick % Math.max(1, slots.length)] ?? query.rangeStart;
        for (const start of [at, at + 5 * MINUTE_MS, at - 1] as EpochMs[])
          expect(isOpen(query, start)).toBe(slots.includes(start));
      }),
    );
  });
});

/** Zones and the clock changes (or plain days) near which ranges are drawn. */
const moments = fc.constantFrom<[string, Temporal.Instant]>(
  ...(
    [
      ['UTC', '2026-02-28T23:00Z'],
      ['Africa/Lagos', '2026-12-31T23:00Z'],
      ['Asia/Kathmandu', '2026-03-01T00:00Z'],
      ['Europe/London', '2026-03-29T01:00Z'],
      ['Europe/London', '2026-10-25T01:00Z'],
      ['America/New_York', '2026-03-08T07:00Z'],
      ['America/New_York', '2026-11-01T06:00Z'],
      ['America/St_Johns', '2010-03-14T03:31Z'],
      ['America/St_Johns', '2010-11-07T02:31Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
      ['Pacific/Chatham', '2026-04-04T14:00Z'],
      ['Pacific/Apia', '2011-12-30T10:00Z'],
      ['America/Asuncion', '2023-10-01T04:00Z'],
      ['America/Asuncion', '2024-03-24T03:00Z'],
      ['America/Santiago', '2026-09-06T04:00Z'],
      ['America/Santiago', '2026-04-05T03:00Z'],
      ['America/Havana', '2026-11-01T05:00Z'],
      ['Asia/Beirut', '2026-03-28T22:00Z'],
      ['Africa/Casablanca', '2026-03-22T02:00Z'],
      ['Antarctica/Troll', '2026-03-29T01:00Z'],
      ['Asia/Pyongyang', '2018-05-04T15:00Z'],
    ] as const
  ).map(([zone, at]): [string, Temporal.Instant] => [zone, Temporal.Instant.from(at)]),
);

const clock = fc
  .oneof(
    fc.constantFrom(0, 60, 90, 120, 150, 180, 1380, 1440),
    fc.nat(1440),
    fc.nat(96).map((n) => n * 15),
  )
  .map((minutes) => Temporal.Duration.from({ minutes }).round({ largestUnit: 'hours' }))
  .map(({ hours, minutes }) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
const range = fc.record({ start: clock, end: clock });
const days = fc.subarray(everyDay);
const cells = (least: number, most: number) => fc.integer({ min: least * 120, max: most * 120 });
const minutes = (...choices: number[]) => fc.oneof(fc.constantFrom(...choices), fc.integer({ min: 1, max: 200 }));

/** Offsets in half minutes from the moment, so that everything drawn meets everything else. */
const queries = fc
  .record({
    moment: moments,
    weekly: fc.array(fc.record({ days, start: clock, end: clock }), { maxLength: 5 }),
    overrides: fc.array(
      fc.record({ day: fc.integer({ min: -2, max: 2 }), ranges: fc.array(range, { maxLength: 3 }) }),
      {
        maxLength: 3,
      },
    ),
    busy: fc.array(fc.record({ from: cells(-40, 40), length: fc.nat(480) }), { maxLength: 8 }),
    rangeFrom: cells(-36, 10),
    rangeLength: cells(0, 60),
    now: cells(-60, 20),
    durationMinutes: minutes(5, 15, 30, 45, 60, 90, 180),
    stepMinutes: minutes(5, 10, 15, 20, 30, 40, 45, 60, 90, 120),
    minNoticeMinutes: fc.constantFrom(0, 1, 7, 60, 120, 1440),
    bufferBefore: fc.constantFrom(0, 0, 5, 10, 45),
    bufferAfter: fc.constantFrom(0, 0, 5, 15, 60),
  })
  .map(({ moment: [timeZone, near], overrides, busy, rangeFrom, rangeLength, now, ...rest }): QueryJson => {
    const at = (offset: number) => `${near.add({ milliseconds: offset * CELL_MS })}`;
    const date = near.toZonedDateTimeISO(timeZone).toPlainDate();
    return {
      ...rest,
      timeZone,
      overrides: overrides.map(({ day, ranges }) => ({ date: `${date.add({ days: day })}`, ranges })),
      busy: busy.map(({ from, length }) => ({ start: at(from), end: at(from + length) })),
      rangeStart: at(rangeFrom),
      rangeEnd: at(rangeFrom + rangeLength),
      now: at(now),
    };
  });

/** Hours whose edges stay clear of every change in `moments` except those at midnight. */
const quietClock = fc.constantFrom('04:00', '09:30', '12:45', '17:05', '22:00');
const quietHours = fc.array(fc.record({ days, start: quietClock, end: quietClock }), { minLength: 1, maxLength: 4 });

/** Every rule of the domain again, told by Temporal and by trying every half minute. */
function walkedSlots(query: QueryJson): string[] {
  const duration = query.durationMinutes * MINUTE_MS;
  const notice = Temporal.Instant.from(query.now).epochMilliseconds + Math.max(1, query.minNoticeMinutes) * MINUTE_MS;
  const from = Math.max(ms(query.rangeStart), notice);
  const to = ms(query.rangeEnd);
  const isFree = freeAt(query, from, to);
  const kept: number[] = [];
  let stretch: number | null = null;
  for (let at = from; at <= to; at += CELL_MS) {
    if (at < to && isFree(at)) {
      stretch ??= at;
      continue;
    }
    if (stretch !== null) keepSlots(stretch, at);
    stretch = null;
  }
  return kept.map((at) => `${Temporal.Instant.fromEpochMilliseconds(at)}`);

  function keepSlots(start: number, end: number): void {
    let at = start;
    while (at < end && !isOnGrid(at, query)) at += CELL_MS;
    const previous = kept.at(-1);
    if (previous !== undefined && at - previous < query.stepMinutes * MINUTE_MS)
      at = previous + query.stepMinutes * MINUTE_MS;
    for (; at + duration <= end; at += query.stepMinutes * MINUTE_MS) kept.push(at);
  }
}

function isOnGrid(at: number, { timeZone, stepMinutes }: QueryJson): boolean {
  const interval = [60, 30, 20, 15, 10, 5, 1].find((minutes) => stepMinutes % minutes === 0)!;
  const { minute, second } = zoned(at, timeZone);
  return second === 0 && minute % interval === 0;
}

function freeAt(query: QueryJson, from: number, to: number): (at: number) => boolean {
  const windows: [number, number][] = [];
  const first = zoned(from, query.timeZone).toPlainDate().subtract({ days: 2 });
  for (let date = first; ms(`${date}T00:00Z`) < to + 3 * 24 * 60 * MINUTE_MS; date = date.add({ days: 1 }))
    for (const { start, end } of hoursOf(date, query))
      if (start < end && isEverShown(date, start, end, query.timeZone))
        windows.push([instantOf(date, start, query.timeZone), instantOf(date, end, query.timeZone)]);
  const taken = query.busy.map(({ start, end }) => [
    ms(start) - query.bufferAfter * MINUTE_MS,
    ms(end) + query.bufferBefore * MINUTE_MS,
  ]);
  return (at) =>
    windows.some(([start, end]) => start <= at && at < end) && !taken.some(([start, end]) => start! <= at && at < end!);
}

function hoursOf(date: Temporal.PlainDate, { weekly, overrides }: QueryJson): { start: string; end: string }[] {
  const changed = overrides.filter((override) => override.date === `${date}`);
  if (changed.length > 0) return changed.flatMap(({ ranges }) => ranges);
  return weekly.filter((entry) => entry.days.includes(date.dayOfWeek % 7));
}

function plain(date: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  return time === '24:00' ? date.add({ days: 1 }).toPlainDateTime('00:00') : date.toPlainDateTime(time);
}

function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): number {
  return plain(date, time).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** Skipped hours: no minute within two days reads as one of them. */
function isEverShown(date: Temporal.PlainDate, start: string, end: string, timeZone: string): boolean {
  const wanted = plain(date, start);
  if (wanted.toZonedDateTime(timeZone).toPlainDateTime().equals(wanted)) return true;
  const around = instantOf(date, start, timeZone);
  for (let at = around - 24 * 60 * MINUTE_MS; at < around + 24 * 60 * MINUTE_MS; at += MINUTE_MS) {
    const shown = zoned(at, timeZone).toPlainDateTime();
    const isWithin =
      Temporal.PlainDateTime.compare(shown, wanted) >= 0 && Temporal.PlainDateTime.compare(shown, plain(date, end)) < 0;
    if (isWithin) return true;
  }
  return false;
}

function showsHours(at: number, timeZone: string, weekly: QueryJson['weekly']): boolean {
  const shown = zoned(at, timeZone);
  const time = shown.toPlainTime().toString({ smallestUnit: 'minute' });
  return weekly.some((entry) => entry.days.includes(shown.dayOfWeek % 7) && entry.start <= time && time < entry.end);
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

function ms(iso: string): number {
  return Temporal.Instant.from(iso).epochMilliseconds;
}
