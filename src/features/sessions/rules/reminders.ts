import { type settings } from '#shared/settings.ts';
import { isBefore, plusMinutes, type Instant } from '#shared/time.ts';

export type Reminder = (typeof settings.reminders)[number];

/** The starts of which a reminder is true at `now`: after `from`, up to and with `to`. */
export function startsToRemind(reminder: Reminder, now: Instant): { from: Instant; to: Instant } {
  const { beforeMinutes, staleAfterMinutes } = reminder;
  return { from: plusMinutes(now, beforeMinutes - staleAfterMinutes), to: plusMinutes(now, beforeMinutes) };
}

/**
 * Whether this reminder is to be given now: its moment has come and is not long gone, the session has not begun, and
 * it was sure before that moment. Whoever books half an hour ahead is not told that it is an hour away.
 */
export function isDue(reminder: Reminder, session: { startsAt: Instant; sureSince: Instant }, now: Instant): boolean {
  const { from, to } = startsToRemind(reminder, now);
  const isInTime = isBefore(from, session.startsAt) && !isBefore(to, session.startsAt);
  return isInTime && isBefore(session.sureSince, plusMinutes(session.startsAt, -reminder.beforeMinutes));
}
