import { settings } from '#shared/settings.ts';
import type { NotificationData, NotificationKind } from '../types.ts';

const MINUTE_MS = 60_000;
/** The sweep comes once a minute: so much later, `in 1 hour` is still what anyone would say. */
const SNAP_MINUTES = 2;

/** How long it is to a start, as a person counts: a reminder that is hardly late says `60`, not `59`. */
export function countdownMinutes(startsAt: string, nowMs: number, wantedMinutes?: number): number {
  const minutes = Math.max(0, (Date.parse(startsAt) - nowMs) / MINUTE_MS);
  const isClose = wantedMinutes !== undefined && Math.abs(minutes - wantedMinutes) <= SNAP_MINUTES;
  return isClose ? wantedMinutes : Math.round(minutes);
}

/** A reminder as it reads at this moment: its mail may have waited for the mail system. */
export function asOf(kind: NotificationKind, data: NotificationData, nowMs: number): NotificationData {
  if (kind !== 'session_starting') return data;
  return { ...data, startsInMinutes: countdownMinutes(data.startsAt, nowMs, data.startsInMinutes) };
}

/** Until when a mail is worth sending, as an ISO instant; null: for ever. */
export function worthUntil(kind: NotificationKind, data: NotificationData): string | null {
  if (kind === 'running_late') return data.endsAt;
  if (kind !== 'session_starting') return null;
  const startsIn = data.startsInMinutes ?? 0;
  const reminder = settings.reminders.toReversed().find(({ beforeMinutes }) => startsIn <= beforeMinutes);
  const aheadMinutes = reminder === undefined ? 0 : reminder.beforeMinutes - reminder.staleAfterMinutes;
  return new Date(Date.parse(data.startsAt) - aheadMinutes * MINUTE_MS).toISOString();
}

/** What is no longer true once a session is cancelled or moved. */
export const OVERTAKEN_KINDS: readonly NotificationKind[] = ['session_starting', 'running_late'];

/** Overtakes what was said of the time that a session had. */
export function overtakes(kind: NotificationKind, data: NotificationData): boolean {
  return kind === 'session_cancelled' || data.movedFrom !== undefined;
}
