import { redirect } from '@sveltejs/kit';
import { isSecure } from '#features/accounts/auth-cookie.server.ts';
import { signOut } from '#features/accounts/commands.server.ts';
import { setCookies } from '../sign-in/set-cookies.ts';
import type { RequestHandler } from './$types';

/** A form of its own in the header posts here; a link (GET) could sign somebody out by accident. */
export const POST: RequestHandler = async ({ locals, request, cookies }) => {
  const { cookies: cleared } = await signOut(locals.app, request.headers);
  setCookies(cookies, cleared, isSecure(locals.app.config));
  redirect(303, '/mentorship');
};
