import { fail, redirect } from '@sveltejs/kit';
import { isSecure } from '#features/accounts/auth-cookie.server.ts';
import { signUp } from '#features/accounts/commands.server.ts';
import { retryAfter } from '#features/accounts/limit-request.server.ts';
import { nextPath } from '#features/accounts/next-path.ts';
import { statusOf } from '#shared/reasons.ts';
import { codePage } from '../sign-in/code-page.ts';
import { setCookies } from '../sign-in/set-cookies.ts';
import type { Actions, PageServerLoad } from './$types';

const HOME = '/mentorship';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = nextPath(url.searchParams.get('next'), HOME);
  if ((await locals.actor()) !== null) redirect(303, next);
  return { next };
};

export const actions: Actions = {
  default: async ({ locals, request, url, cookies, setHeaders, getClientAddress }) => {
    const form = await request.formData();
    const typed = { name: String(form.get('name') ?? ''), email: String(form.get('email') ?? '') };
    const input = { ...typed, password: String(form.get('password') ?? '') };
    const signedIn = await signUp(locals.app, input, request.headers, getClientAddress());
    if (!signedIn.ok) {
      const wait = retryAfter(signedIn);
      if (wait !== null) setHeaders({ 'retry-after': wait });
      return fail(statusOf(signedIn.reason), { ...typed, message: signedIn.message, fields: signedIn.fields ?? {} });
    }
    setCookies(cookies, signedIn.value.cookies, isSecure(locals.app.config));
    const next = nextPath(url.searchParams.get('next'), HOME);
    redirect(303, signedIn.value.needsCode ? codePage(next) : next);
  },
};
