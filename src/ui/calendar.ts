import { formatTime } from '#shared/format-time.ts';

/**
 * Plain arithmetic on local dates (`YYYY-MM-DD`) and months (`YYYY-MM`). A date here is a square on a paper
 * calendar: it has no zone, so it is counted at UTC, where every day has 24 hours.
 */

const DAY_MS = 24 * 60 * 60 * 1000;

/** The weeks of a month, Monday first; null where a square belongs to another month. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const blanks = weekdayOf(first);
  const days = Array.from({ length: daysIn(month) }, (_, index) => addDays(first, index));
  const squares: (string | null)[] = [...Array<null>(blanks).fill(null), ...days];
  while (squares.length % 7 !== 0) squares.push(null);
  return Array.from({ length: squares.length / 7 }, (_, week) => squares.slice(week * 7, week * 7 + 7));
}

/** `2026-12-31` and 1 → `2027-01-01`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `2026-12` and 1 → `2027-01`. */
export function addMonths(month: string, months: number): string {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The same day in another month, or that month's last: `2027-01-31` and 1 → `2027-02-28`. */
export function addMonthsToDate(date: string, months: number): string {
  const month = addMonths(monthOf(date), months);
  const day = Math.min(Number(date.slice(8)), daysIn(month));
  return `${month}-${String(day).padStart(2, '0')}`;
}

/** The date itself when it is of this month, else the month's nearest day: `2026-11-30` in `2026-12` → `2026-12-01`. */
export function withinMonth(date: string, month: string): string {
  const [first, last] = [`${month}-01`, `${month}-${String(daysIn(month)).padStart(2, '0')}`];
  if (date < first) return first;
  return date > last ? last : date;
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** Monday of the date's week. */
export function startOfWeek(date: string): string {
  return addDays(date, -weekdayOf(date));
}

/** Sunday of the date's week. */
export function endOfWeek(date: string): string {
  return addDays(date, 6 - weekdayOf(date));
}

/** `Wednesday 9 December 2026`. Put together from parts, since runtimes differ in the comma that they add. */
export function fullDate(date: string): string {
  const noon = `${date}T12:00:00Z`;
  return `${formatTime(noon, 'UTC', 'weekday')} ${formatTime(noon, 'UTC', 'dayOfMonth')} ${monthLabel(monthOf(date))}`;
}

/** `December 2026`. */
export function monthLabel(month: string): string {
  return formatTime(`${month}-01T12:00:00Z`, 'UTC', 'month');
}

/** Monday to Sunday, in full and cut to two letters for the narrow heads of a calendar. */
export const WEEKDAYS: readonly { full: string; short: string }[] = Array.from({ length: 7 }, (_, index) => {
  const monday = '2026-11-23';
  const full = formatTime(`${addDays(monday, index)}T12:00:00Z`, 'UTC', 'weekday');
  return { full, short: full.slice(0, 2) };
});

/** Where the focus goes from `date` on a key of the APG date grid, or null when the key means nothing there. */
export function dateAfterKey(date: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return startOfWeek(date);
    case 'End':
      return endOfWeek(date);
    case 'PageUp':
      return addMonthsToDate(date, -1);
    case 'PageDown':
      return addMonthsToDate(date, 1);
    default:
      return null;
  }
}

function daysIn(month: string): number {
  const [year, number] = partsOf(month);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** 0 on Monday, 6 on Sunday. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function partsOf(month: string): [year: number, month: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
}
