import type { Cookies } from '@sveltejs/kit';
import type { SetCookie } from '#features/accounts/auth-cookie.server.ts';

/** Hands the session's cookies to the browser. Their values are signed already. */
export function setCookies(cookies: Cookies, list: readonly SetCookie[], secure: boolean): void {
  for (const { name, value, maxAgeSeconds } of list) {
    cookies.set(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      ...(maxAgeSeconds === null ? {} : { maxAge: maxAgeSeconds }),
    });
  }
}
