import { redirect } from '@sveltejs/kit';
import { isSecure, readSecondStepToken } from '#features/accounts/auth-cookie.server.ts';
import { awaitsCode, finishSignIn } from '#features/accounts/commands/second-step.server.ts';
import { retryAfter } from '#features/accounts/limit-request.server.ts';
import { nextPath } from '#features/accounts/next-path.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../../form-refusal.ts';
import { setCookies } from '../set-cookies.ts';
import type { Actions, PageServerLoad } from './$types';

const HOME = '/mentorship';

export const load: PageServerLoad = async ({ locals, request, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const next = nextPath(url.searchParams.get('next'), HOME);
  if ((await locals.actor()) !== null) redirect(303, next);
  const token = readSecondStepToken(locals.app.config, request.headers.get('cookie'));
  if (!(await awaitsCode(locals.app, token))) redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
  return { next };
};

export const actions: Actions = {
  default: async ({ locals, request, url, cookies, setHeaders }) => {
    const { app } = locals;
    const token = readSecondStepToken(app.config, request.headers.get('cookie'));
    const code = textOf(formValues(await request.formData()), 'code');
    const signedIn = await finishSignIn(app, token, { code }, request.headers);
    const next = nextPath(url.searchParams.get('next'), HOME);
    if (signedIn.ok) {
      setCookies(cookies, signedIn.value.cookies, isSecure(app.config));
      redirect(303, next);
    }
    if (signedIn.reason === 'link_over') redirect(303, `/sign-in?again=1&next=${encodeURIComponent(next)}`);
    const wait = retryAfter(signedIn);
    if (wait !== null) setHeaders({ 'retry-after': wait });
    return refusedForm('code', signedIn);
  },
};
