import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { saveAvailability } from '#features/availability/commands/hours.server.ts';
import { saveMeetingLink } from '#features/availability/commands/meeting-link.server.ts';
import { clockText, minutesOfDay } from '#features/availability/ui/clock-text.ts';
import {
  editWeek,
  fieldName,
  readEdit,
  readWeek,
  sentWeek,
  WEEKDAYS,
  type WeekDraft,
} from '#features/availability/ui/hours-draft.ts';
import { TERM_NAMES, type TermsDraft } from '#features/availability/ui/terms-draft.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';
import { doneHref } from './done.ts';

/** Saves the week and the terms, or, when one of the form's other buttons was pressed, gives the form back with that change. */
export async function saveHours({ locals, request }: RequestEvent) {
  const values: FormValues = formValues(
    await request.formData(),
    WEEKDAYS.map(({ day }) => `copy-${day}-to`),
  );
  const week = readWeek(values);
  const terms = readTerms(values);
  const edit = readEdit(textOf(values, 'edit'), values);
  if (edit !== null) return { hours: { week: editWeek(week, edit), terms, errors: {}, message: null } };

  const { weekly, fields } = sentWeek(week);
  const saved = await execute(locals.app, saveAvailability, await locals.actor(), { ...terms, weekly });
  if (!saved.ok) {
    const errors = fieldErrors(saved.fields ?? {}, fields, week);
    return fail(statusOf(saved.reason), { hours: { week, terms, errors, message: saved.message } });
  }
  redirect(303, doneHref('hours', 'hours'));
}

export async function saveLink({ locals, request }: RequestEvent) {
  const meetingUrl = textOf(formValues(await request.formData()), 'meetingUrl');
  const saved = await execute(locals.app, saveMeetingLink, await locals.actor(), { meetingUrl });
  if (!saved.ok) {
    const error = saved.fields?.meetingUrl ?? saved.message;
    return fail(statusOf(saved.reason), { link: { meetingUrl, error } });
  }
  redirect(303, doneHref('link', 'meeting'));
}

function readTerms(values: FormValues): TermsDraft {
  return Object.fromEntries(TERM_NAMES.map((name) => [name, textOf(values, name)])) as TermsDraft;
}

/** The command names a range by its place in the list it was sent; the form, by its field. */
function fieldErrors(
  sent: Readonly<Record<string, string>>,
  fields: readonly { day: number; index: number }[],
  week: WeekDraft,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(sent)) {
    const field = fields[Number(/^weekly\.(\d+)/.exec(path)?.[1] ?? NaN)];
    if (field === undefined) errors[path] = message;
    else errors[fieldName(field.day, field.index, 'start')] ??= rangeError(field, week, message);
  }
  return errors;
}

function rangeError({ day, index }: { day: number; index: number }, week: WeekDraft, message: string): string {
  const name = WEEKDAYS.find((weekday) => weekday.day === day)?.name ?? 'This day';
  const start = minutesOfDay(clockText(week[day]?.[index]?.start ?? ''));
  const end = minutesOfDay(clockText(week[day]?.[index]?.end ?? ''));
  if (start === null || end === null) return `${name}: write both times like 09:00 or 17:30, at most 24:00.`;
  if (end > start) return `${name}: ${message}`;
  return `${name}: the end must be after the start. Past midnight? End at 24:00, and begin the next day at 00:00.`;
}
