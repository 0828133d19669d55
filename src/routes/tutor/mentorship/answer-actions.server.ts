import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import { askMentorshipStudent } from '#features/sessions/commands/ask.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';

/** Takes `sessionId`, the `version` that the tutor saw, and a note if there is one. */
export async function approve({ locals, request, url }: RequestEvent) {
  const values = formValues(await request.formData());
  const asked = { ...askedOf(values), notes: textOf(values, 'notes') };
  const approved = await execute(locals.app, approveMentorshipRequest, await locals.actor(), asked);
  if (!approved.ok) {
    return fail(statusOf(approved.reason), { refused: { sessionId: asked.sessionId, message: approved.message } });
  }
  redirect(303, backTo(url, 'approved'));
}

/** Takes a ready reason (`why`), own words (`note`), or both. */
export async function decline({ locals, request, url }: RequestEvent) {
  const values = formValues(await request.formData());
  const asked = askedOf(values);
  const why = textOf(values, 'why');
  const note = textOf(values, 'note');
  const reason = [why, note]
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(' ');
  const declined = await execute(locals.app, rejectMentorshipRequest, await locals.actor(), { ...asked, reason });
  if (!declined.ok) {
    const error = declined.fields?.['reason'];
    const refusal = { sessionId: asked.sessionId, why, note, message: declined.message, error };
    return fail(statusOf(declined.reason), { refusal });
  }
  redirect(303, backTo(url, 'declined'));
}

/** Takes `message`, which the student gets by mail. */
export async function ask({ locals, request, url }: RequestEvent) {
  const values = formValues(await request.formData());
  const text = textOf(values, 'message');
  const input = { ...askedOf(values), message: text };
  const asked = await execute(locals.app, askMentorshipStudent, await locals.actor(), input);
  if (!asked.ok) {
    const question = { text, message: asked.message, error: asked.fields?.['message'] };
    return fail(statusOf(asked.reason), { question });
  }
  redirect(303, backTo(url, 'asked'));
}

/** The list as it was narrowed, without the action's name and the panel that it answered. */
function backTo(url: URL, done: string): string {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
  for (const name of ['decline', 'ask', 'done']) query.delete(name);
  query.set('done', done);
  return `/tutor/mentorship?${query}`;
}

function askedOf(values: FormValues): { sessionId: string; version: string } {
  return { sessionId: textOf(values, 'sessionId'), version: textOf(values, 'version') };
}
