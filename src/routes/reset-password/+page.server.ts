import { redirect } from '@sveltejs/kit';
import { checkResetLink, resetPassword } from '#features/accounts/commands/password.server.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../form-refusal.ts';
import { keepAddressSecret } from '../secret-page.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking changes nothing: mail scanners follow links, too. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  keepAddressSecret(setHeaders);
  const open = await checkResetLink(locals.app, url.searchParams.get('token') ?? '');
  return { problem: open.ok ? null : open.reason === 'link_over' ? ('over' as const) : ('unknown' as const) };
};

export const actions: Actions = {
  default: async ({ locals, request, url, getClientAddress }) => {
    const password = textOf(formValues(await request.formData()), 'password');
    const token = url.searchParams.get('token') ?? '';
    const done = await resetPassword(locals.app, { token, password }, getClientAddress());
    if (!done.ok) return refusedForm('reset', done);
    redirect(303, '/sign-in?done=password');
  },
};
