import { settings } from '#shared/settings.ts';
import { clockText, minutesOfDay } from './clock-text.ts';

/** A week as it stands in the form: text as typed, by weekday (0 is Sunday). */
export type DraftRange = { start: string; end: string };
export type WeekDraft = DraftRange[][];

/** Monday first, as the form shows them. */
export const WEEKDAYS = [
  { day: 1, name: 'Monday' },
  { day: 2, name: 'Tuesday' },
  { day: 3, name: 'Wednesday' },
  { day: 4, name: 'Thursday' },
  { day: 5, name: 'Friday' },
  { day: 6, name: 'Saturday' },
  { day: 0, name: 'Sunday' },
] as const;

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const OFFICE_HOURS: DraftRange = { start: '09:00', end: '17:00' };
const DAY_MINUTES = 24 * 60;

export const maxRangesPerDay = settings.availability.maxRangesPerDay;

/** What one of the form's buttons does to the week, with and without JavaScript alike. */
export type WeekEdit =
  | { kind: 'add'; day: number }
  | { kind: 'remove'; day: number; index: number }
  | { kind: 'copy'; day: number; to: readonly number[] }
  | { kind: 'officeHours' };

export function emptyWeek(): WeekDraft {
  return DAYS.map(() => []);
}

/** The week after one edit; the one given stays as it is. */
export function editWeek(week: WeekDraft, edit: WeekEdit): WeekDraft {
  const ranges = (day: number) => (week[day] ?? []).map((range) => ({ ...range }));
  const changed = (changes: (day: number) => DraftRange[] | null) => DAYS.map((day) => changes(day) ?? ranges(day));
  switch (edit.kind) {
    case 'add':
      return changed((day) =>
        day === edit.day ? [...ranges(day), nextRange(ranges(day))].slice(0, maxRangesPerDay) : null,
      );
    case 'remove':
      return changed((day) => (day === edit.day ? ranges(day).filter((_, index) => index !== edit.index) : null));
    case 'copy':
      return changed((day) => (edit.to.includes(day) ? ranges(edit.day) : null));
    case 'officeHours':
      return changed((day) => (day === 0 || day === 6 ? null : [{ ...OFFICE_HOURS }]));
  }
}

/** A first range is office hours; a further one begins an hour after the last, so that it is seldom wrong. */
function nextRange(ranges: readonly DraftRange[]): DraftRange {
  const last = ranges.at(-1);
  if (last === undefined) return { ...OFFICE_HOURS };
  const lastEnd = minutesOfDay(clockText(last.end));
  if (lastEnd === null || lastEnd + 120 > DAY_MINUTES) return { start: '', end: '' };
  return { start: clockOf(lastEnd + 60), end: clockOf(Math.min(lastEnd + 180, DAY_MINUTES)) };
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The name and id of a field of the week: `day-1-0-start`. */
export function fieldName(day: number, index: number, edge: 'start' | 'end'): string {
  return `day-${day}-${index}-${edge}`;
}

const FIELD = /^day-([0-6])-(\d{1,2})-(start|end)$/;

/** Reads the week's fields from a sent form; more ranges than a day may have are kept, so that they can be refused. */
export function readWeek(values: Readonly<Record<string, string | string[]>>): WeekDraft {
  const week = emptyWeek();
  for (const [name, value] of Object.entries(values)) {
    const match = FIELD.exec(name);
    if (match === null || typeof value !== 'string') continue;
    const ranges = week[Number(match[1])] ?? [];
    const range = (ranges[Number(match[2])] ??= { start: '', end: '' });
    range[match[3] === 'start' ? 'start' : 'end'] = value;
  }
  return week.map((ranges) => ranges.filter((range) => range !== undefined));
}

/** The button that was pressed: `add-1`, `remove-1-0`, `copy-1`, `officeHours`; null for "Save". */
export function readEdit(pressed: string, values: Readonly<Record<string, string | string[]>>): WeekEdit | null {
  const match = /^(add|remove|copy)-([0-6])(?:-(\d{1,2}))?$/.exec(pressed);
  if (match === null) return pressed === 'officeHours' ? { kind: 'officeHours' } : null;
  const day = Number(match[2]);
  if (match[1] === 'add') return { kind: 'add', day };
  if (match[1] === 'remove') return { kind: 'remove', day, index: Number(match[3]) };
  const to = values[`copy-${day}-to`];
  return {
    kind: 'copy',
    day,
    to: (Array.isArray(to) ? to : [to]).map(Number).filter((target) => DAYS.includes(target)),
  };
}

export type SentRange = { days: number[]; start: string; end: string };

/**
 * The week as `saveAvailability` takes it, and the form's field for each of its entries. A range left wholly empty
 * is no range.
 */
export function sentWeek(week: WeekDraft): { weekly: SentRange[]; fields: { day: number; index: number }[] } {
  const entries = week.flatMap((ranges, day) =>
    ranges.flatMap(({ start, end }, index) =>
      start.trim() === '' && end.trim() === ''
        ? []
        : [{ range: { days: [day], start: clockText(start), end: clockText(end) }, field: { day, index } }],
    ),
  );
  return { weekly: entries.map(({ range }) => range), fields: entries.map(({ field }) => field) };
}

/** The saved hours as the form shows them. */
export function draftOf(weekly: readonly { days: readonly number[]; start: string; end: string }[]): WeekDraft {
  return DAYS.map((day) =>
    weekly
      .filter(({ days }) => days.includes(day))
      .map(({ start, end }) => ({ start, end }))
      .sort((one, other) => one.start.localeCompare(other.start)),
  );
}

/** How much time a week has open, in minutes; ranges that cannot be read yet count nothing. */
export function openMinutes(week: WeekDraft): number {
  return week
    .flat()
    .map(({ start, end }) => [minutesOfDay(clockText(start)), minutesOfDay(clockText(end))] as const)
    .reduce((sum, [start, end]) => sum + (start !== null && end !== null && end > start ? end - start : 0), 0);
}
