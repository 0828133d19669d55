import type { Cookies } from '@sveltejs/kit';
import { isTimeZone } from '#shared/time.ts';

const COOKIE = 'tz';

/** The zone that a page shows its times in: the one in its address, else the one kept on the device, else `fallback` (the account's). */
export function viewerZone(cookies: Cookies, fallback: string, inAddress: string | null = null): string {
  for (const name of [inAddress, cookies.get(COOKIE)]) if (name && isTimeZone(name)) return name;
  return fallback;
}
