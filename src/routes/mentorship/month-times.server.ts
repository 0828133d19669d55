import { localDate } from '#shared/format-time.ts';
import { settings } from '#shared/settings.ts';
import { parseInstant, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { addDays, addMonths, monthOf, startOfWeek } from '#ui/calendar.ts';

const ALTERNATIVES = 3;
const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/;
const DAY = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** What the address says of a calendar: any of it may be missing or nonsense. */
export type AskedTimes = {
  month: string | null;
  day: string | null;
  slot: string | null;
  near: string | null;
  /** `week`: the times of a whole week side by side, where the screen is wide enough. */
  view: string | null;
};

type Calendar = {
  timeZone: string;
  now: Instant;
  /** Where to open when the address names nothing. */
  firstStart: string | null;
  /** The open starts of these local dates, ISO UTC, ascending; `to` exclusive. */
  startsWithin(from: string, to: string): Promise<string[]>;
};

export type Times = {
  month: string;
  today: string;
  firstMonth: string;
  lastMonth: string;
  openDates: string[];
  day: string | null;
  starts: string[];
  week: Week | null;
  slot: string | null;
  /** The start that the address asked for but that is not free: with what is free near it. */
  lost: { slot: string; nearest: string[] } | null;
};

/** Seven local dates from a Monday, and the Mondays of the weeks around it that may have free times. */
export type Week = { days: { date: string; starts: string[] }[]; previous: string | null; next: string | null };

const DAYS_OF_WEEK = 7;

/** The month that is looked at, its open days, and the times of the chosen day, all on the calendar of the reader's zone. */
export async function monthTimes(calendar: Calendar, asked: AskedTimes): Promise<Times> {
  const { timeZone, now } = calendar;
  const today = localDate(toIso(now), timeZone);
  const lastDate = localDate(toIso(plusMinutes(now, settings.availability.horizonDays * 24 * 60)), timeZone);
  const [firstMonth, lastMonth] = [monthOf(today), monthOf(lastDate)];
  const wanted = isoOf(asked.slot);
  const anchor = wanted ?? isoOf(asked.near);
  const month = clamp(monthWanted(calendar, asked, anchor), firstMonth, lastMonth);
  const isWeek = asked.view === 'week';
  const open = await calendar.startsWithin(...rangeOf(month, isWeek));
  const datesOf = (starts: readonly string[]) => [...new Set(starts.map((start) => localDate(start, timeZone)))];
  const startsOn = (date: string | null) => open.filter((start) => localDate(start, timeZone) === date);
  const openDates = datesOf(open).filter((date) => monthOf(date) === month);
  const slot = wanted !== null && open.includes(wanted) ? wanted : null;
  const ofAnchor = anchor === null ? null : localDate(anchor, timeZone);
  const within = isWeek ? weekOf(ofAnchor ?? dayAsked(asked) ?? openDates[0] ?? `${month}-01`) : null;
  const day = dayOf(
    asked,
    ofAnchor,
    within === null ? openDates : datesOf(open).filter((date) => within.includes(date)),
  );
  return {
    month,
    today,
    firstMonth,
    lastMonth,
    openDates,
    day,
    starts: startsOn(day),
    week:
      within === null ? null : { days: within.map((date) => ({ date, starts: startsOn(date) })), ...around(within) },
    slot,
    lost: wanted === null || slot !== null ? null : { slot: wanted, nearest: nearest(open, wanted) },
  };

  function around([monday = today]: readonly string[]): Pick<Week, 'previous' | 'next'> {
    const [previous, next] = [addDays(monday, -DAYS_OF_WEEK), addDays(monday, DAYS_OF_WEEK)];
    return { previous: monday > today ? previous : null, next: next > lastDate ? null : next };
  }
}

/** The local dates to read, `to` exclusive: a month, and of a week view what its first and last week borrow from others. */
function rangeOf(month: string, isWeek: boolean): [from: string, to: string] {
  const [from, to] = [`${month}-01`, `${addMonths(month, 1)}-01`];
  return isWeek ? [addDays(from, 1 - DAYS_OF_WEEK), addDays(to, DAYS_OF_WEEK - 1)] : [from, to];
}

function weekOf(date: string): string[] {
  return Array.from({ length: DAYS_OF_WEEK }, (_, index) => addDays(startOfWeek(date), index));
}

function dayAsked({ day }: AskedTimes): string | null {
  return day !== null && DAY.test(day) ? day : null;
}

function monthWanted({ timeZone, now, firstStart }: Calendar, asked: AskedTimes, anchor: string | null): string {
  if (asked.month !== null && MONTH.test(asked.month)) return asked.month;
  if (anchor !== null) return monthOf(localDate(anchor, timeZone));
  const day = dayAsked(asked);
  if (day !== null) return monthOf(day);
  return monthOf(localDate(firstStart ?? toIso(now), timeZone));
}

/** The day of the time asked for, else the day asked for, else the first that has a free time. */
function dayOf(asked: AskedTimes, ofAnchor: string | null, openDates: readonly string[]): string | null {
  return (
    openDates.find((date) => date === ofAnchor) ?? openDates.find((date) => date === asked.day) ?? openDates[0] ?? null
  );
}

function nearest(open: readonly string[], asked: string): string[] {
  const distance = (start: string) => Math.abs(Date.parse(start) - Date.parse(asked));
  return open
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, ALTERNATIVES)
    .sort();
}

function isoOf(text: string | null): string | null {
  const when = text === null ? null : parseInstant(text);
  return when === null ? null : toIso(when);
}

function clamp(month: string, first: string, last: string): string {
  if (month < first) return first;
  return month > last ? last : month;
}
