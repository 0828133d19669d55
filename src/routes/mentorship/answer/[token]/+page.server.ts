import { error, fail } from '@sveltejs/kit';
import { answerByMail, mailAnswer } from '#features/sessions/commands/mail-links.server.ts';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link of a mail is about. Changes nothing: mail scanners follow links, too. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address opens the answer: it is kept by no cache, and told to no other site.
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
  const found = await mailAnswer(locals.app, params.token);
  if (!found.ok) error(statusOf(found.reason), found.message);
  const { action, session } = found.value;
  return { action, session, timeZone: session.tutor.timeZone };
};

export const actions: Actions = {
  default: async ({ locals, params, request, getClientAddress }) => {
    const values = formValues(await request.formData());
    const [why, note] = [textOf(values, 'why'), textOf(values, 'note')];
    const reason = [why.trim(), note.trim()].filter((text) => text !== '').join(' ');
    const within = await limitRequest(locals.app, LIMITS.booking, params.token.slice(0, 36), getClientAddress());
    const answered = within.ok ? await answerByMail(locals.app, params.token, reason) : within;
    if (answered.ok) return { answered: answered.value.action };
    return fail(statusOf(answered.reason), {
      refused: {
        message: answered.message,
        error: answered.fields?.['reason'],
        isUsed: answered.reason === 'link_used',
        why,
        note,
      },
    });
  },
};
