import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { removeDateOverride, saveDateOverride } from '#features/availability/commands/date-overrides.server.ts';
import { previewDateOverride } from '#features/availability/queries/dates.server.ts';
import { spansOf } from '#features/availability/rules/dates.ts';
import {
  dateErrors,
  editDate,
  rangeField,
  readDateDraft,
  readDateEdit,
  sentDate,
  type DateDraft,
} from '#features/availability/ui/date-draft.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';
import { doneHref } from './done.ts';

/** Saves days off or special hours; the form's other buttons give it back with one range more or less, or with what would change. */
export async function saveDates({ locals, request }: RequestEvent) {
  const values = formValues(await request.formData());
  const draft = readDateDraft(values);
  const pressed = textOf(values, 'edit');
  const edit = readDateEdit(pressed);
  if (edit !== null) return { dates: { draft: editDate(draft, edit), errors: {}, message: null, preview: null } };
  const { input, rows } = sentDate(draft);
  if (draft.kind === 'special' && rows.length === 0) {
    return refused(draft, 422, { [rangeField(0, 'start')]: 'Say from when to when, or choose a day off.' });
  }
  const whole = { ...input, ...insteadOf(values), overwrite: false };
  const actor = await locals.actor();
  if (pressed === 'check') {
    const preview = await execute(locals.app, previewDateOverride, actor, whole);
    if (preview.ok) return { dates: { draft, errors: {}, message: null, preview: preview.value } };
    return refused(draft, statusOf(preview.reason), dateErrors(draft, rows, preview.fields ?? {}), preview.message);
  }
  const saved = await execute(locals.app, saveDateOverride, actor, whole);
  if (!saved.ok) {
    return refused(draft, statusOf(saved.reason), dateErrors(draft, rows, saved.fields ?? {}), saved.message);
  }
  const span = spansOf(saved.value.overrides).find(({ from, until }) => from <= input.date && input.date <= until);
  redirect(303, doneHref(draft.kind === 'off' ? 'dayOff' : 'specialHours', `date-${span?.from ?? input.date}`));
}

/** Takes `date` and `until`. */
export async function removeDates({ locals, request }: RequestEvent) {
  const values = formValues(await request.formData());
  const input = { date: textOf(values, 'date'), until: textOf(values, 'until') };
  const removed = await execute(locals.app, removeDateOverride, await locals.actor(), input);
  if (!removed.ok) {
    return fail(statusOf(removed.reason), { dateRemoval: { date: input.date, message: removed.message } });
  }
  redirect(303, doneHref('datesRemoved', 'dates'));
}

/** The entry that is being edited, from the form's hidden fields. */
function insteadOf(values: FormValues): { insteadOf?: { date: string; until: string } } {
  const date = textOf(values, 'oldDate');
  return date === '' ? {} : { insteadOf: { date, until: textOf(values, 'oldUntil') } };
}

function refused(draft: DateDraft, status: number, errors: Record<string, string>, message: string | null = null) {
  const shown = Object.keys(errors).length > 0 ? null : message;
  return fail(status, { dates: { draft, errors, message: shown, preview: null } });
}
