import { error, fail, redirect } from '@sveltejs/kit';
import { execute, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import {
  cancelMentorshipSession,
  previewMentorshipCancellation,
  type CancellationPreview,
} from '#features/sessions/commands/cancel.server.ts';
import { finishAdminTask, retryMentorshipRefund } from '#features/sessions/commands/answer-task.server.ts';
import { resolveMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { sessionCase, type SessionCase } from '#features/sessions/queries/admin-case.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';
import { viewerZone } from '../../../../viewer-zone.server.ts';
import { adminHere } from '../../../admin.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, cookies }) => {
  const admin = await adminHere({ locals, url });
  const { app } = locals;
  const found = await sessionCase(app, admin, readId<SessionId>(params.sessionId));
  if (!found.ok) error(statusOf(found.reason), found.message);
  return {
    about: found.value,
    cancellation: await cancellationOf(app, admin, found.value),
    nowIso: toIso(app.clock.now()),
    timeZone: viewerZone(cookies, admin.timeZone),
  };
};

export const actions: Actions = {
  /** Takes `status`, `refundPercent`, `reason` and the `version` that the admin saw. */
  async decide({ locals, request, params }) {
    const values = formValues(await request.formData());
    const input = {
      ...seen(values, params.sessionId),
      status: textOf(values, 'status'),
      // An empty field is no percentage; as a number it would read as zero.
      refundPercent: textOf(values, 'refundPercent').trim() || 'none',
      reason: textOf(values, 'reason'),
    };
    const done = await execute(locals.app, resolveMentorshipSession, await locals.actor(), input);
    if (!done.ok)
      return refused('decision', inWords(done), { ...input, refundPercent: textOf(values, 'refundPercent') });
    redirect(303, `/admin/mentorship/sessions/${params.sessionId}?done=decided`);
  },
  /** Takes `reason`, `expectedRefundMinor` (as the preview said) and the `version` that the admin saw. */
  async cancel({ locals, request, params }) {
    const values = formValues(await request.formData());
    const reason = textOf(values, 'reason');
    const input = {
      ...seen(values, params.sessionId),
      ...(reason.trim() === '' ? {} : { reason }),
      expectedRefundMinor: textOf(values, 'expectedRefundMinor'),
    };
    const done = await execute(locals.app, cancelMentorshipSession, await locals.actor(), input);
    if (!done.ok) return refused('cancelling', done, { reason });
    redirect(303, `/admin/mentorship/sessions/${params.sessionId}?done=cancelled`);
  },
  /** Takes `taskId` and `resolution`. */
  async finish({ locals, request, params }) {
    const values = formValues(await request.formData());
    const input = { taskId: textOf(values, 'taskId'), resolution: textOf(values, 'resolution') };
    const done = await execute(locals.app, finishAdminTask, await locals.actor(), input);
    if (!done.ok) return refused(`task-${input.taskId}`, done, { reason: input.resolution });
    redirect(303, `/admin/mentorship/sessions/${params.sessionId}?done=answered`);
  },
  /** Takes `taskId`. */
  async retry({ locals, request, params }) {
    const taskId = textOf(formValues(await request.formData()), 'taskId');
    const done = await execute(locals.app, retryMentorshipRefund, await locals.actor(), { taskId });
    if (!done.ok) return refused(`task-${taskId}`, done, { reason: '' });
    redirect(303, `/admin/mentorship/sessions/${params.sessionId}?done=retried`);
  },
};

/** What cancelling now would give back; null for a session that cannot be cancelled any more. */
async function cancellationOf(
  app: App,
  admin: May<'platform.administer'>,
  { session }: SessionCase,
): Promise<CancellationPreview | null> {
  if (session.status !== 'SCHEDULED') return null;
  const preview = await execute(app, previewMentorshipCancellation, admin, { sessionId: session.id });
  return preview.ok ? preview.value : null;
}

function seen(values: FormValues, sessionId: string): { sessionId: string; version: string } {
  return { sessionId, version: textOf(values, 'version') };
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  status: 'Choose what it was.',
  refundPercent: 'Write a whole number of percent from 0 to 100.',
};

/** What callers of the command read as codes, this page says in words. */
function inWords(refusal: Refusal): Refusal {
  if (refusal.fields === undefined) return refusal;
  const fields = Object.entries(refusal.fields).map(([name, text]) => [name, FIELD_WORDS[name] ?? text]);
  return { ...refusal, fields: Object.fromEntries(fields) };
}

type Sent = { status?: string; refundPercent?: string; reason: string };

function refused(form: string, refusal: Refusal, { status, refundPercent, reason }: Sent) {
  return fail(statusOf(refusal.reason), {
    form,
    message: refusal.message,
    fields: { ...refusal.fields },
    sent: { status: status ?? '', refundPercent: refundPercent ?? '', reason },
  });
}
