import { redirect } from '@sveltejs/kit';
import { isSecure } from '#features/accounts/auth-cookie.server.ts';
import { execute } from '#features/accounts/command.server.ts';
import { signOut } from '#features/accounts/commands.server.ts';
import { secondFactorState } from '#features/accounts/queries/second-factor.server.ts';
import { eraseAccount } from '#features/membership/commands/erase.server.ts';
import { leavingPlan } from '#features/membership/queries/leaving.server.ts';
import { formValues } from '#ui/form-data.ts';
import { refusedForm } from '../../../form-refusal.ts';
import { setCookies } from '../../../sign-in/set-cookies.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { accountHere } from '../../account.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const me = await accountHere({ locals, url });
  const [plan, { isOn }] = await Promise.all([
    leavingPlan(locals.app, me),
    secondFactorState(locals.app, me.personId),
  ]);
  return { plan, asksCode: isOn, role: me.role, timeZone: viewerZone(cookies, me.timeZone) };
};

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const values = formValues(await request.formData());
    const done = await execute(locals.app, eraseAccount, await locals.actor(), values);
    if (!done.ok) return refusedForm('erase', done);
    const { cookies: cleared } = await signOut(locals.app, request.headers);
    setCookies(cookies, cleared, isSecure(locals.app.config));
    redirect(303, '/sign-in?done=erased');
  },
};
