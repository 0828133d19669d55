import { firstName } from '#features/sessions/rules/session-words.ts';
import { formatTime } from '#shared/format-time.ts';

/** `Good morning, Tunde`, by the clock where they are. */
export function greeting(name: string, nowIso: string, timeZone: string): string {
  const hour = Number(formatTime(nowIso, timeZone, 'time').slice(0, 2));
  const part = hour < 5 ? 'evening' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return `Good ${part}, ${firstName(name)}`;
}
