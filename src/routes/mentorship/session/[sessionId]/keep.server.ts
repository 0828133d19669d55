import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { execute, type Command } from '#features/accounts/command.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { signedIn } from '../../session-actions.server.ts';

/** The forms of the session's page in which somebody types. */
export type KeptForm = 'write' | 'late' | 'meeting';

/** A refused form, with all that was typed into it. */
export type Kept = { form: KeptForm; message: string; typed: string };

const TYPED: Record<KeptForm, string> = { write: 'body', late: 'message', meeting: 'meetingUrl' };

/** The form action of one command. Done leads to `?done=…`, so that a reload repeats nothing; a refusal keeps what was typed. */
export function keep<P extends Permission, Input extends z.ZodType>(
  form: KeptForm,
  command: Command<P, Input, unknown>,
  done: string,
) {
  return async (event: RequestEvent<{ sessionId: string }>) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const { sessionId } = event.params;
    const told = await execute(event.locals.app, command, person, { ...input, sessionId });
    // What was written stands among the messages: there one looks for it.
    if (told.ok) redirect(303, `${event.url.pathname}?done=${done}${form === 'write' ? '#messages' : ''}`);
    const message = told.fields ? (Object.values(told.fields)[0] ?? told.message) : told.message;
    return fail(statusOf(told.reason), { kept: { form, message, typed: textOf(input, TYPED[form]) } satisfies Kept });
  };
}
