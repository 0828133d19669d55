import { settings } from '#shared/settings.ts';
import type { DateSpan } from '../types.ts';
import { clockText, minutesOfDay } from './clock-text.ts';
import type { DraftRange } from './hours-draft.ts';

/** Days off or special hours as they stand in the form: text as typed, also of the kind that is not chosen. */
export type DateDraft = {
  kind: 'off' | 'special';
  date: string;
  until: string;
  ranges: DraftRange[];
};

export type DateEdit = { kind: 'add' } | { kind: 'remove'; index: number };

const { maxRangesPerDay } = settings.availability;
const NO_RANGE: DraftRange = { start: '', end: '' };
const FIELD = /^range-(\d{1,2})-(start|end)$/;

export function newDateDraft(): DateDraft {
  return { kind: 'off', date: '', until: '', ranges: [{ ...NO_RANGE }] };
}

export function draftOfSpan({ from, until, ranges }: DateSpan): DateDraft {
  return {
    kind: ranges.length === 0 ? 'off' : 'special',
    date: from,
    until: until === from ? '' : until,
    ranges: ranges.length === 0 ? [{ ...NO_RANGE }] : ranges.map(({ start, end }) => ({ start, end })),
  };
}

/** The draft after one of the form's buttons; the one given stays as it is. */
export function editDate(draft: DateDraft, edit: DateEdit): DateDraft {
  const ranges = draft.ranges.map((range) => ({ ...range }));
  if (edit.kind === 'add') return { ...draft, ranges: [...ranges, { ...NO_RANGE }].slice(0, maxRangesPerDay) };
  const left = ranges.filter((_, index) => index !== edit.index);
  return { ...draft, ranges: left.length === 0 ? [{ ...NO_RANGE }] : left };
}

/** The name and id of a field of a range: `range-0-start`. */
export function rangeField(index: number, edge: 'start' | 'end'): string {
  return `range-${index}-${edge}`;
}

export function readDateDraft(values: Readonly<Record<string, string | string[]>>): DateDraft {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
  const ranges: DraftRange[] = [];
  for (const [name, value] of Object.entries(values)) {
    const match = FIELD.exec(name);
    if (match === null || typeof value !== 'string') continue;
    const range = (ranges[Number(match[1])] ??= { ...NO_RANGE });
    range[match[2] === 'start' ? 'start' : 'end'] = value;
  }
  const typed = ranges.filter((range) => range !== undefined);
  return {
    kind: text('kind') === 'special' ? 'special' : 'off',
    date: text('date'),
    until: text('until'),
    ranges: typed.length === 0 ? [{ ...NO_RANGE }] : typed,
  };
}

/** The button that was pressed: `add`, `remove-1`; null for the others. */
export function readDateEdit(pressed: string): DateEdit | null {
  if (pressed === 'add') return { kind: 'add' };
  const match = /^remove-(\d{1,2})$/.exec(pressed);
  return match === null ? null : { kind: 'remove', index: Number(match[1]) };
}

/** The draft as the commands take it, and the row of the form for each range that is sent: empty ones are none. */
export function sentDate(draft: DateDraft): {
  input: { date: string; until?: string; ranges: DraftRange[] };
  rows: number[];
} {
  const date = draft.date.trim();
  if (draft.kind === 'off') {
    const until = draft.until.trim();
    return { input: { date, ...(until === '' ? {} : { until }), ranges: [] }, rows: [] };
  }
  const rows = [...draft.ranges.keys()].filter((index) => !isEmpty(draft.ranges[index]));
  const ranges = rows.map((index) => ({
    start: clockText(draft.ranges[index]?.start ?? ''),
    end: clockText(draft.ranges[index]?.end ?? ''),
  }));
  return { input: { date, ranges }, rows };
}

/** What is wrong, by the form's own fields: the command names a range by its place among those that were sent. */
export function dateErrors(
  draft: DateDraft,
  rows: readonly number[],
  sent: Readonly<Record<string, string>>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(sent)) {
    const row = rows[Number(/^ranges\.(\d+)/.exec(path)?.[1] ?? NaN)];
    if (row !== undefined) errors[rangeField(row, 'start')] ??= rangeError(draft.ranges[row] ?? NO_RANGE, message);
    else if (path === 'ranges') errors[rangeField(0, 'start')] = message;
    else errors[path] = draft[path === 'until' ? 'until' : 'date'] === '' ? 'Choose a date.' : dateError(message);
  }
  return errors;
}

function dateError(message: string): string {
  return message.startsWith('must be') ? 'Choose a date of the calendar, like 2026-12-24.' : message;
}

function rangeError({ start, end }: DraftRange, message: string): string {
  const [from, to] = [minutesOfDay(clockText(start)), minutesOfDay(clockText(end))];
  if (from === null || to === null) return 'Write both times like 09:00 or 17:30, at most 24:00.';
  return to > from
    ? message
    : 'The end must be after the start. Past midnight? End at 24:00, and change the next date, too.';
}

function isEmpty(range: DraftRange | undefined): boolean {
  return range === undefined || (range.start.trim() === '' && range.end.trim() === '');
}
