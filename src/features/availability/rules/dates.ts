import { formatTime } from '#shared/format-time.ts';
import { settings } from '#shared/settings.ts';
import type { ClockRange, DateOverride, DateSpan } from '../types.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The calendar date after this one, `YYYY-MM-DD`. */
export function nextDate(date: string): string {
  return dateOf(dayOf(date) + 1);
}

/** How many dates lie from one to the other, both counted. */
export function spanLength(from: string, until: string): number {
  return dayOf(until) - dayOf(from) + 1;
}

/** Every date from one to the other, both included. */
export function datesOf(from: string, until: string): string[] {
  return Array.from({ length: Math.max(0, spanLength(from, until)) }, (_, index) => dateOf(dayOf(from) + index));
}

/** Changed dates as people think of them: days off in a row are one entry, as far as one may be. Takes them in order. */
export function spansOf(overrides: readonly DateOverride[]): DateSpan[] {
  const spans: DateSpan[] = [];
  for (const { date, ranges } of overrides) {
    const last = spans.at(-1);
    const isOff = ranges.length === 0 && last?.ranges.length === 0;
    if (isOff && nextDate(last.until) === date && spanLength(last.from, date) <= settings.availability.maxSpanDays)
      spans[spans.length - 1] = { ...last, until: date };
    else spans.push({ from: date, until: date, ranges });
  }
  return spans;
}

/** These dates with these hours, every other date as it was; null gives them their weekly hours back. */
export function withDates(
  overrides: readonly DateOverride[],
  dates: readonly string[],
  ranges: readonly ClockRange[] | null,
): DateOverride[] {
  const others = overrides.filter(({ date }) => !dates.includes(date));
  return ranges === null ? others : [...others, ...dates.map((date) => ({ date, ranges }))];
}

/** `Thu 24 Dec`, with the year where it is not the reader's own. */
export function dateWords(date: string, today: string): string {
  const day = formatTime(`${date}T12:00:00Z`, 'UTC', 'day');
  return date.slice(0, 4) === today.slice(0, 4) ? day : `${day} ${date.slice(0, 4)}`;
}

/** `Thu 24 Dec` or `Thu 24 Dec – Fri 1 Jan 2027`. */
export function spanWords({ from, until }: Pick<DateSpan, 'from' | 'until'>, today: string): string {
  if (from === until) return dateWords(from, today);
  return `${dateWords(from, today)} – ${dateWords(until, today)}`;
}

/** `09:00–12:00 and 14:00–17:00`. */
export function rangesWords(ranges: readonly ClockRange[]): string {
  const each = ranges.map(({ start, end }) => `${start}–${end}`);
  return each.length < 2 ? each.join() : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}

/** Days since 1970-01-01: calendar dates have no zone. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The calendar date of a day counted from 1970-01-01. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
