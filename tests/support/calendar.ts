import type { TutorCalendar } from '#features/availability/types.ts';
import type { PersonId } from '#shared/id.ts';
import { parseInstant, type Instant } from '#shared/time.ts';

/** Weekday mornings in Lagos, and nothing in the way: what a test changes is what it is about. */
export const mornings: TutorCalendar = {
  tutorId: 'tunde' as PersonId,
  timeZone: 'Africa/Lagos',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minNoticeMinutes: 120,
  horizonDays: 60,
  dailyCap: null,
  refundPolicy: 'standard',
  meetingUrl: null,
  weekly: [{ days: [1, 2, 3, 4, 5], start: '09:00', end: '12:00' }],
  overrides: [],
  busy: [],
};

/** An instant that a test writes down. */
export function at(iso: string): Instant {
  const when = parseInstant(iso);
  if (when === null) throw new Error(`${iso} is no instant`);
  return when;
}
