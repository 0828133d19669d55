import { confirmEmail, emailLink } from '#features/accounts/commands/email.server.ts';
import { refusedForm } from '../form-refusal.ts';
import { keepAddressSecret } from '../secret-page.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looking changes nothing: mail scanners follow links, too. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  keepAddressSecret(setHeaders);
  const link = await emailLink(locals.app, url.searchParams.get('token') ?? '', 'confirm_email');
  if (!link.ok) return { problem: 'unknown' as const, email: '' };
  return { problem: link.value.isOpen ? null : ('over' as const), email: link.value.email };
};

export const actions: Actions = {
  default: async ({ locals, url, getClientAddress }) => {
    const done = await confirmEmail(locals.app, url.searchParams.get('token') ?? '', getClientAddress());
    return done.ok ? { done: done.value.email } : refusedForm('link', done);
  },
};
