import { refuse, type Refusal } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import type { DateOverride } from '../types.ts';
import { dateWords, datesOf, rangesWords } from './dates.ts';

export type DateChange = {
  readonly date: string;
  readonly until?: string | undefined;
  readonly overwrite: boolean;
  readonly insteadOf?: { readonly date: string; readonly until?: string | undefined } | undefined;
};

/** The dates that a change gives new hours, and those that it gives their weekly hours back. */
export function datesOfChange({ date, until = date, insteadOf }: DateChange): { changed: string[]; freed: string[] } {
  const freed = insteadOf === undefined ? [] : datesOf(insteadOf.date, insteadOf.until ?? insteadOf.date);
  return { changed: datesOf(date, until), freed };
}

/**
 * Why these dates cannot be changed, or null: the first lies before `today` (the tutor's own), the last too far ahead,
 * one of them is changed already (`date_changed_already`, unless it may be overwritten), or too many are.
 */
export function refuseDates(change: DateChange, kept: readonly DateOverride[], today: string): Refusal | null {
  const { maxDaysAhead, maxChangedDates } = settings.availability;
  const { changed, freed } = datesOfChange(change);
  if (change.date < today) return refuseField('date', 'That date has passed. Choose today or a later date.');
  if (isTooFar(change, today, maxDaysAhead)) {
    const field = change.until === undefined ? 'date' : 'until';
    return refuseField(field, 'Choose a date within the next two years.');
  }
  const others = kept.filter(({ date }) => !freed.includes(date));
  const clashes = others.filter(({ date }) => changed.includes(date));
  if (!change.overwrite && clashes.length > 0) return refuseClash(clashes, today);
  if (others.length - clashes.length + changed.length <= maxChangedDates) return null;
  return refuseField('date', `At most ${maxChangedDates} dates can be changed. Remove some that you no longer need.`);
}

function isTooFar({ date, until = date }: DateChange, today: string, maxDays: number): boolean {
  return Date.parse(until) - Date.parse(today) > maxDays * 24 * 60 * 60_000;
}

function refuseField(field: string, message: string): Refusal {
  return refuse('invalid', { fields: { [field]: message } });
}

function refuseClash(clashes: readonly DateOverride[], today: string): Refusal {
  const [first] = clashes;
  const more = clashes.length > 1 ? `, and ${clashes.length - 1} more of these dates are changed, too` : '';
  const is = first === undefined || first.ranges.length === 0 ? 'is a day off' : `has special hours`;
  const hours = first === undefined || first.ranges.length === 0 ? '' : ` (${rangesWords(first.ranges)})`;
  const message = `${dateWords(first?.date ?? today, today)} ${is} already${hours}${more}. Edit or remove that in your list.`;
  return refuse('date_changed_already', {
    fields: { date: message },
    data: { dates: clashes.map(({ date }) => date) },
  });
}
