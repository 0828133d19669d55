const NAME = 'tz';
const ONE_YEAR_SECONDS = 31_536_000;

/** Keeps the reader's zone for the pages that the server renders. Browser only. */
export function rememberZone(timeZone: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${NAME}=${encodeURIComponent(timeZone)}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax${secure}`;
}

/** The device's zone when none was kept before: the caller then shows its times in it. Browser only. */
export function detectZone(): string | null {
  const isKept = document.cookie.split('; ').some((cookie) => cookie.startsWith(`${NAME}=`));
  if (isKept) return null;
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (timeZone) rememberZone(timeZone);
  return timeZone || null;
}
