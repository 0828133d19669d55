import { formatDuration } from '#shared/format-time.ts';

/** How long is left, in whole hours while there are many: `21 h`, `2 days`, `40 min`; null once it has passed. */
export function timeLeft(untilIso: string, nowIso: string): string | null {
  const minutes = Math.floor((Date.parse(untilIso) - Date.parse(nowIso)) / 60_000);
  if (minutes <= 0) return null;
  return formatDuration(minutes >= 120 ? Math.floor(minutes / 60) * 60 : minutes);
}
