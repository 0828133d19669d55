import { fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import type { SessionPageView } from '#features/sessions/types.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';
import { signedIn } from '../../../session-actions.server.ts';
import { timesFor } from '../choose-time.server.ts';
import { forPage, sessionHere } from '../here.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const here = await sessionHere(event);
  const closed = whyClosed(here);
  const wanted = { mode: 'INSTANT', timeZone: here.timeZone, now: app.clock.now(), url: event.url } as const;
  return {
    ...forPage(here),
    closed,
    movesLeft: settings.maxStudentMoves - here.studentMoves,
    times: closed === null ? await timesFor(app, here.session, wanted) : null,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { app } = event.locals;
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const { sessionId } = event.params;
    const within = await limitRequest(app, LIMITS.booking, person.personId, event.getClientAddress());
    if (!within.ok) return refused(within, input);
    const done = await execute(app, rescheduleMentorshipSession, person, { ...input, sessionId });
    if (!done.ok) return refused(done, input);
    redirect(303, `/mentorship/session/${sessionId}?done=moved`);
  },
};

function refused({ reason, message, fields }: Refusal, input: FormValues) {
  return fail(statusOf(reason), { message, fields: fields ?? {}, scheduledAt: textOf(input, 'scheduledAt') });
}

function whyClosed({ moves, userRole }: SessionPageView): string | null {
  if (userRole !== 'student') return 'Only the student moves a session. A tutor offers another time instead.';
  if (moves.reschedule === 'yes') return null;
  if (moves.reschedule === 'too_often') return 'You have moved this session twice, which is as often as it goes.';
  if (moves.reschedule === 'too_late') return 'A session can be moved until 24 hours before it starts.';
  return 'This session cannot be moved as it stands now.';
}
