import { fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { cancelMentorshipSession, previewMentorshipCancellation } from '#features/sessions/commands/cancel.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { signedIn } from '../../../session-actions.server.ts';
import { forPage, sessionHere } from '../here.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** What cancelling now would give back. It is shown first, and the confirmation carries the amount. */
export const load: PageServerLoad = async (event) => {
  const here = await sessionHere(event);
  const wanted = { sessionId: here.session.id };
  const preview = await execute(event.locals.app, previewMentorshipCancellation, here.actor, wanted);
  return {
    ...forPage(here),
    preview: preview.ok ? preview.value : null,
    closed: preview.ok ? null : preview.message,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const { sessionId } = event.params;
    const done = await execute(event.locals.app, cancelMentorshipSession, person, { ...input, sessionId });
    if (done.ok) redirect(303, `/mentorship/session/${sessionId}?done=cancelled`);
    return fail(statusOf(done.reason), {
      message: done.message,
      hasChanged: done.reason === 'refund_changed',
      fields: done.fields ?? {},
      reason: textOf(input, 'reason'),
    });
  },
};
