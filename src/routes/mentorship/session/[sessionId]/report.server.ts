import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute, type Command } from '#features/accounts/command.server.ts';
import { statusOf } from '#shared/reasons.ts';
import type { SessionView } from '#features/sessions/types.ts';
import type { reasonInput } from '#features/sessions/schema.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { signedIn } from '../../session-actions.server.ts';

type Report = Command<'session.view', typeof reasonInput, SessionView>;

/** The form action of a page on which one side says that something went wrong. */
export function report(command: Report, done: string) {
  return async (event: RequestEvent<{ sessionId: string }>) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const { sessionId } = event.params;
    const told = await execute(event.locals.app, command, person, { ...input, sessionId });
    if (told.ok) redirect(303, `/mentorship/session/${sessionId}?done=${done}`);
    return fail(statusOf(told.reason), {
      message: told.message,
      fields: told.fields ?? {},
      reason: textOf(input, 'reason'),
    });
  };
}
