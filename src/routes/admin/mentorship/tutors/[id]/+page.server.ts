import { error, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { previewTutorSuspension, restoreTutor, suspendTutor } from '#features/membership/commands/suspend.server.ts';
import { decisionsAbout } from '#features/membership/queries/tutors.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../../../../form-refusal.ts';
import { viewerZone } from '../../../../viewer-zone.server.ts';
import { adminHere } from '../../../admin.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, cookies }) => {
  const admin = await adminHere({ locals, url });
  const preview = await execute(locals.app, previewTutorSuspension, admin, { tutorId: params.id });
  if (!preview.ok) error(statusOf(preview.reason), 'There is no such tutor or mentor.');
  return {
    ...preview.value,
    decisions: await decisionsAbout(locals.app, admin, readId<PersonId>(params.id)),
    done: url.searchParams.get('done'),
    timeZone: viewerZone(cookies, admin.timeZone),
  };
};

export const actions: Actions = {
  async suspend({ locals, request, params, url }) {
    const values = formValues(await request.formData());
    const [reason, expectedSessions] = [textOf(values, 'reason'), textOf(values, 'expectedSessions')];
    const input = { tutorId: params.id, reason, expectedSessions };
    const done = await execute(locals.app, suspendTutor, await locals.actor(), input);
    if (!done.ok) return refusedForm('suspend', done, { reason });
    redirect(303, `${url.pathname}?done=suspended`);
  },
  async restore({ locals, request, params, url }) {
    const reason = textOf(formValues(await request.formData()), 'reason');
    const done = await execute(locals.app, restoreTutor, await locals.actor(), { tutorId: params.id, reason });
    if (!done.ok) return refusedForm('restore', done, { reason });
    redirect(303, `${url.pathname}?done=restored`);
  },
};
