import { plusMinutes, startOfDay, type Instant } from '#shared/time.ts';
import type { DateOverride, DateSpan, TutorCalendar } from '../types.ts';
import { bookableStarts, type BookingTerms } from './bookable.ts';
import { nextDate } from './dates.ts';

const DAY_MINUTES = 24 * 60;

type Dates = Pick<DateSpan, 'from' | 'until'>;

/** The moments between which these local dates lie, the second exclusive. */
export function momentsOf({ from, until }: Dates, timeZone: string): { from: Instant; to: Instant } {
  return { from: startOfDay(from, timeZone), to: startOfDay(nextDate(until), timeZone) };
}

/**
 * How many starts can be booked on these dates with one and with the other changed dates; null while the dates lie
 * beyond the horizon, where nothing is offered whatever the hours. The calendar must have been read for them.
 */
export function openingsChange(
  calendar: TutorCalendar,
  terms: BookingTerms,
  dates: Dates,
  { before, after, now }: { before: readonly DateOverride[]; after: readonly DateOverride[]; now: Instant },
): { before: number; after: number } | null {
  const range = { ...momentsOf(dates, calendar.timeZone), now };
  const horizon = plusMinutes(now, calendar.horizonDays * DAY_MINUTES);
  if (range.from.epochMilliseconds >= horizon.epochMilliseconds) return null;
  const count = (overrides: readonly DateOverride[]) => bookableStarts({ ...calendar, overrides }, terms, range).length;
  return { before: count(before), after: count(after) };
}
