import { fail, redirect } from '@sveltejs/kit';
import { isSecure } from '#features/accounts/auth-cookie.server.ts';
import { signIn } from '#features/accounts/commands.server.ts';
import { retryAfter } from '#features/accounts/limit-request.server.ts';
import { nextPath } from '#features/accounts/next-path.ts';
import { statusOf } from '#shared/reasons.ts';
import { codePage } from './code-page.ts';
import { setCookies } from './set-cookies.ts';
import type { Actions, PageServerLoad } from './$types';

const HOME = '/mentorship';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = nextPath(url.searchParams.get('next'), HOME);
  if ((await locals.actor()) !== null) redirect(303, next);
  const done = url.searchParams.get('done');
  return { next, isReset: done === 'password', isErased: done === 'erased', again: url.searchParams.has('again') };
};

export const actions: Actions = {
  default: async ({ locals, request, url, cookies, setHeaders, getClientAddress }) => {
    const form = await request.formData();
    const email = String(form.get('email') ?? '');
    const input = { email, password: String(form.get('password') ?? '') };
    const signedIn = await signIn(locals.app, input, request.headers, getClientAddress());
    if (!signedIn.ok) {
      const wait = retryAfter(signedIn);
      if (wait !== null) setHeaders({ 'retry-after': wait });
      return fail(statusOf(signedIn.reason), { email, message: signedIn.message, fields: signedIn.fields ?? {} });
    }
    setCookies(cookies, signedIn.value.cookies, isSecure(locals.app.config));
    const next = nextPath(url.searchParams.get('next'), HOME);
    redirect(303, signedIn.value.needsCode ? codePage(next) : next);
  },
};
