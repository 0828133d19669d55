import { requestPasswordReset } from '#features/accounts/commands/password.server.ts';
import { retryAfter } from '#features/accounts/limit-request.server.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../form-refusal.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ locals, request, setHeaders, getClientAddress }) => {
    const email = textOf(formValues(await request.formData()), 'email');
    const asked = await requestPasswordReset(locals.app, { email }, getClientAddress());
    if (asked.ok) return { sentTo: email.trim() };
    const wait = retryAfter(asked);
    if (wait !== null) setHeaders({ 'retry-after': wait });
    return refusedForm('forgot', asked, { email });
  },
};
