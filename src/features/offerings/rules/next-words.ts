import { formatTime, localDate } from '#shared/format-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** When an offering can be had next, as the reader would say it: `today 16:30`, `tomorrow 09:00`, `Tue 18:00`, `Tue 15 Dec`. */
export function nextSlotWords(startIso: string, nowIso: string, timeZone: string): string {
  const days = daysApart(localDate(nowIso, timeZone), localDate(startIso, timeZone));
  const time = formatTime(startIso, timeZone, 'time');
  if (days <= 0) return `today ${time}`;
  if (days === 1) return `tomorrow ${time}`;
  const day = formatTime(startIso, timeZone, 'day');
  return days < 7 ? `${day.slice(0, 3)} ${time}` : day;
}

/** Whole days between two local dates `YYYY-MM-DD`. */
function daysApart(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
