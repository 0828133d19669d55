import { formatDuration } from '#shared/format-time.ts';
import type { DateEffect } from '../types.ts';

/** What a change of dates does to what students can book: `8 openings of 1 h become none.` */
export function openingsWords({ openings, horizonDays }: Pick<DateEffect, 'openings' | 'horizonDays'>): string {
  if (openings === null) return `Students cannot book that far ahead yet: they see ${horizonDays} days.`;
  const { before, after, durationMinutes } = openings;
  const length = formatDuration(durationMinutes);
  if (before === after) {
    if (after === 0) return `Nothing could be booked there before, and nothing can now (${length}).`;
    return `As many openings of ${length} as by your weekly hours: ${after}.`;
  }
  const were =
    before === 0 ? `No opening of ${length}` : `${before} ${before === 1 ? 'opening' : 'openings'} of ${length}`;
  if (after === 0) return `${were} ${before === 1 ? 'is' : 'are'} taken off: nobody new can book.`;
  return `${were} before, ${after} now.`;
}

/** Says that what is booked stays. */
export function sessionsWords(sessions: DateEffect['sessions'], isOneDay: boolean): string {
  const where = isOneDay ? 'on that day' : 'on those days';
  const booked = sessions.filter(({ state }) => state !== 'REQUEST').length;
  const asked = sessions.length - booked;
  const parts = [
    booked > 0 && `${booked} booked ${booked === 1 ? 'session stays' : 'sessions stay'} ${where}`,
    asked > 0 && `${asked} ${asked === 1 ? 'request waits' : 'requests wait'} for your answer`,
  ].filter(Boolean);
  if (parts.length === 0) return `Nothing is booked ${where}.`;
  return `${parts.join(', and ')}. To change one, open it.`;
}
