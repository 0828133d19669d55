import { fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { proposeMentorshipTime } from '#features/sessions/commands/propose.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { signedIn } from '../../../session-actions.server.ts';
import { timesFor } from '../choose-time.server.ts';
import { forPage, sessionHere } from '../here.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const here = await sessionHere(event);
  const isOpen = here.userRole === 'tutor' && here.moves.propose;
  // A proposal leaves the student the four hours that a request leaves the tutor.
  const wanted = { mode: 'REQUEST', timeZone: here.timeZone, now: app.clock.now(), url: event.url } as const;
  return {
    ...forPage(here),
    closed: isOpen ? null : 'No other time can be offered for this session as it stands now.',
    times: isOpen ? await timesFor(app, here.session, wanted) : null,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const { sessionId } = event.params;
    const done = await execute(event.locals.app, proposeMentorshipTime, person, { ...input, sessionId });
    if (done.ok) redirect(303, `/mentorship/session/${sessionId}?done=proposed`);
    return fail(statusOf(done.reason), {
      message: done.message,
      fields: done.fields ?? {},
      text: textOf(input, 'message'),
    });
  },
};
