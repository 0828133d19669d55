import { formatTime } from '#shared/format-time.ts';

/** The city that names a zone: `Africa/Lagos` → `Lagos`, `America/Argentina/Buenos_Aires` → `Buenos Aires`. */
export function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** True when both clocks show the same day and time at that moment: the other person's time need not be said. */
export function readsTheSame(iso: string, one: string, other: string): boolean {
  return one === other || formatTime(iso, one, 'dateTime') === formatTime(iso, other, 'dateTime');
}

/** The other person's clock: `09:00 in London`, with the day where it is another one. */
export function timeThere(iso: string, here: string, there: string): string {
  const sameDay = formatTime(iso, here, 'day') === formatTime(iso, there, 'day');
  return `${formatTime(iso, there, sameDay ? 'time' : 'dayTime')} in ${cityOf(there)}`;
}
