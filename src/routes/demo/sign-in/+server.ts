import { error, redirect } from '@sveltejs/kit';
import { isSecure } from '#features/accounts/auth-cookie.server.ts';
import { signInAsDemoPerson } from '#features/accounts/demo.server.ts';
import { nextPath } from '#features/accounts/next-path.ts';
import { codePage } from '../../sign-in/code-page.ts';
import { setCookies } from '../../sign-in/set-cookies.ts';
import { demoOnly } from '../demo-only.ts';
import type { RequestHandler } from './$types';

/** The demo bar's "sign in as". */
export const POST: RequestHandler = async ({ locals, request, cookies }) => {
  demoOnly(locals);
  const form = await request.formData();
  const signedIn = await signInAsDemoPerson(locals.app, String(form.get('email') ?? ''), request.headers);
  if (!signedIn.ok) error(422, 'Choose one of the people of the demo.');
  setCookies(cookies, signedIn.value.cookies, isSecure(locals.app.config));
  const next = nextPath(String(form.get('returnTo') ?? ''), '/mentorship');
  redirect(303, signedIn.value.needsCode ? codePage(next) : next);
};
