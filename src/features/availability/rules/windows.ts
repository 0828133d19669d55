import type { ClockRange, DateOverride, SlotQuery, WeeklyHours } from '../types.ts';
import { union, type Interval } from './interval.ts';
import { instantOf, isSkipped, offsetAt, type ZoneOffsets } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The tutor's hours as instants, merged also across midnight: every window that touches `[from, to)`, not cut to it. */
export function openWindows(
  query: Pick<SlotQuery, 'weekly' | 'overrides'>,
  zone: ZoneOffsets,
  from: number,
  to: number,
): Interval[] {
  const weekdays = hoursByWeekday(query.weekly);
  const dates = hoursByDate(query.overrides);
  const windows: Interval[] = [];
  // A day on either side, since a date's last hours can end, and its first begin, beyond its neighbour's midnight.
  const lastDay = localDay(zone, to) + 1;
  for (let day = localDay(zone, from) - 1; day <= lastDay; day += 1) {
    for (const hours of dates.get(day) ?? weekdays[weekdayOf(day)]!) {
      const start = day * DAY_MS + hours.start;
      const end = day * DAY_MS + hours.end;
      if (isSkipped(zone, start, end)) continue;
      windows.push({ start: instantOf(zone, start), end: instantOf(zone, end) });
    }
  }
  return union(windows);
}

/** Hours as milliseconds after local midnight. */
type DayHours = readonly Interval[];

function hoursByWeekday(weekly: readonly WeeklyHours[]): DayHours[] {
  const ranges: ClockRange[][] = Array.from({ length: 7 }, () => []);
  for (const entry of weekly) for (const day of entry.days) ranges[day]!.push(entry);
  return ranges.map(dayHours);
}

/** By local day since 1970-01-01; several overrides of one date add up. */
function hoursByDate(overrides: readonly DateOverride[]): Map<number, DayHours> {
  const ranges = new Map<number, ClockRange[]>();
  for (const { date, ranges: more } of overrides) {
    const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
    ranges.set(day, [...(ranges.get(day) ?? []), ...more]);
  }
  return new Map([...ranges].map(([day, clockRanges]) => [day, dayHours(clockRanges)]));
}

/** Each range by itself: merging hours before they meet the zone would hide the edges that a clock change moves. */
function dayHours(ranges: readonly ClockRange[]): DayHours {
  return ranges
    .map(({ start, end }) => ({ start: sinceMidnight(start), end: sinceMidnight(end) }))
    .filter(({ start, end }) => start < end);
}

function sinceMidnight(clock: string): number {
  return (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * MINUTE_MS;
}

/** The local date of an instant, as days since 1970-01-01. */
export function localDay(zone: ZoneOffsets, at: number): number {
  return Math.floor((at + offsetAt(zone, at)) / DAY_MS);
}

/** The weekday of such a day, 0 = Sunday: 1970-01-01 was a Thursday, 4. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
