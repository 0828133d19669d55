import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { deleteMentorshipOffering } from '#features/offerings/commands/delete.server.ts';
import { duplicateMentorshipOffering } from '#features/offerings/commands/duplicate.server.ts';
import {
  createMentorshipOffering,
  pauseMentorshipOffering,
  updateMentorshipOffering,
} from '#features/offerings/commands/manage.server.ts';
import { readOfferingDraft, type OfferingDraft } from '#features/offerings/ui/offering-draft.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { doneHref } from './done.ts';

export async function createOffering({ locals, request }: RequestEvent) {
  const values = formValues(await request.formData(), ['bookingModes']);
  const draft = readOfferingDraft(values);
  const created = await execute(locals.app, createMentorshipOffering, await locals.actor(), commandInput(draft));
  if (!created.ok) return refused(created, draft);
  redirect(303, doneHref('created', `offering-${created.value.id}`));
}

export async function updateOffering({ locals, request }: RequestEvent) {
  const values = formValues(await request.formData(), ['bookingModes']);
  const draft = readOfferingDraft(values);
  const offeringId = textOf(values, 'offeringId');
  const input = { offeringId, ...commandInput(draft) };
  const updated = await execute(locals.app, updateMentorshipOffering, await locals.actor(), input);
  if (!updated.ok) return refused(updated, draft);
  redirect(303, doneHref('updated', `offering-${updated.value.id}`));
}

/** Takes `paused` = `true` or `false`. */
export async function pauseOffering({ locals, request }: RequestEvent) {
  const values = formValues(await request.formData());
  const input = { offeringId: textOf(values, 'offeringId'), paused: textOf(values, 'paused') === 'true' };
  const changed = await execute(locals.app, pauseMentorshipOffering, await locals.actor(), input);
  if (!changed.ok) {
    return fail(statusOf(changed.reason), { pause: { offeringId: input.offeringId, message: changed.message } });
  }
  redirect(303, doneHref(input.paused ? 'paused' : 'resumed', `offering-${changed.value.id}`));
}

/** Leads to the copy's own form: a copy is made to be changed. */
export async function duplicateOffering({ locals, request }: RequestEvent) {
  const offeringId = textOf(formValues(await request.formData()), 'offeringId');
  const copied = await execute(locals.app, duplicateMentorshipOffering, await locals.actor(), { offeringId });
  if (!copied.ok) return fail(statusOf(copied.reason), { pause: { offeringId, message: copied.message } });
  redirect(303, `/tutor/mentorship/schedule?done=duplicated&edit=${copied.value.id}`);
}

export async function deleteOffering({ locals, request }: RequestEvent) {
  const offeringId = textOf(formValues(await request.formData()), 'offeringId');
  const deleted = await execute(locals.app, deleteMentorshipOffering, await locals.actor(), { offeringId });
  if (!deleted.ok) return fail(statusOf(deleted.reason), { deletion: { offeringId, message: whyKept(deleted) } });
  redirect(303, doneHref('deleted'));
}

/** The form's text as the command takes it: a free offering costs 0, and people write ₦5,000 with its comma. */
function commandInput({ free, price, ...draft }: OfferingDraft): Record<string, unknown> {
  return { ...draft, price: free ? '0' : price.trim().replace(/^₦/, '').replaceAll(',', '') };
}

function refused(refusal: Refusal, draft: OfferingDraft) {
  const errors = { ...refusal.fields };
  return fail(statusOf(refusal.reason), { offering: { draft, errors, message: messageOf(refusal) } });
}

/** The one thing that is not found while creating is the course. */
function messageOf({ reason, message }: Refusal): string {
  if (reason === 'not_found') return `${message}. It may have been removed. Nothing was changed.`;
  return message;
}

function whyKept({ reason, data, message }: Refusal): string {
  if (reason !== 'offering_in_use') return message;
  const sessions = data !== null && typeof data === 'object' && 'sessions' in data ? Number(data.sessions) : 1;
  const count = sessions === 1 ? '1 session that is' : `${sessions} sessions that are`;
  return `It was not deleted: it still has ${count} booked, awaiting payment or awaiting your answer. Pause it to take no new ones, and delete it when they are over.`;
}
