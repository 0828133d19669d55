import type { ClockRange, WeeklyHours } from '../types.ts';
import { union } from './interval.ts';

/** One open stretch of a weekday (0 = Sunday), in wall-clock minutes of the day; 1440 is the next midnight. */
export type WeekdayRange = { readonly weekday: number; readonly startMinute: number; readonly endMinute: number };

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

/** A week as a form sends it, by weekday and start; overlapping and touching ranges of a day become one. */
export function weekOf(weekly: readonly WeeklyHours[]): WeekdayRange[] {
  return WEEKDAYS.flatMap((weekday) => {
    const ranges = weekly.filter(({ days }) => days.includes(weekday)).map(inMinutes);
    return union(ranges).map(({ start, end }) => ({ weekday, startMinute: start, endMinute: end }));
  });
}

/** One day's ranges, ascending; overlapping and touching ones become one. */
export function mergeRanges(ranges: readonly ClockRange[]): ClockRange[] {
  return union(ranges.map(inMinutes)).map(({ start, end }) => ({ start: clockText(start), end: clockText(end) }));
}

/** `540` → `09:00`, `1440` → `24:00`. */
export function clockText(minuteOfDay: number): string {
  const hours = String(Math.floor(minuteOfDay / 60)).padStart(2, '0');
  return `${hours}:${String(minuteOfDay % 60).padStart(2, '0')}`;
}

function inMinutes({ start, end }: ClockRange): { start: number; end: number } {
  return { start: minuteOfDay(start), end: minuteOfDay(end) };
}

function minuteOfDay(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}
