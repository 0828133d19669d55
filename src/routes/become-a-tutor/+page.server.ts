import { error, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { may } from '#features/accounts/gates.server.ts';
import { applyAsTutor } from '#features/membership/commands/apply.server.ts';
import { latestApplication } from '#features/membership/queries/tutors.server.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../form-refusal.ts';
import { viewerZone } from '../viewer-zone.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Open to whoever is curious; applying asks to sign in. */
export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const actor = await locals.actor();
  const me = may(actor, 'account.manage');
  return {
    role: actor?.role ?? null,
    application: me.ok ? await latestApplication(locals.app, me.value) : null,
    isSent: url.searchParams.has('sent'),
    timeZone: viewerZone(cookies, actor?.timeZone ?? 'Africa/Lagos'),
  };
};

const FIELDS = ['role', 'headline', 'bio', 'why'];

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const actor = await locals.actor();
    if (actor === null) redirect(303, '/sign-in?next=/become-a-tutor');
    const values = formValues(await request.formData());
    const done = await execute(locals.app, applyAsTutor, actor, values);
    if (done.ok) redirect(303, '/become-a-tutor?sent');
    if (done.reason === 'forbidden') error(403, 'Your account teaches or runs the platform already.');
    return refusedForm('apply', done, Object.fromEntries(FIELDS.map((name) => [name, textOf(values, name)])));
  },
};
