import { formatDuration } from '#shared/format-time.ts';
import type { DateEffect } from '../types.ts';

type Openings = Pick<DateEffect, 'openings' | 'horizonDays'>;
type Counts = NonNullable<DateEffect['openings']>;

/**
 * What a saved change of dates does to what students can book, compared with the weekly hours:
 * `8 openings of 1 h were taken off: nobody new can book.`
 */
export function openingsWords({ openings, horizonDays }: Openings): string {
  if (openings === null) return tooFarWords(horizonDays);
  const { before, after, durationMinutes } = openings;
  const length = formatDuration(durationMinutes);
  if (before === after) {
    if (after === 0) return `Nothing could be booked there before, and nothing can now (${length}).`;
    return `As many openings of ${length} as by your weekly hours: ${after}.`;
  }
  if (after === 0) return `${countWords(openings)} ${before === 1 ? 'was' : 'were'} taken off: nobody new can book.`;
  return `${countWords(openings)} before, ${after} now.`;
}

/** What saving a change of dates would do, compared with what can be booked until then: `8 openings of 1 h now, 3 then.` */
export function openingsPreviewWords({ openings, horizonDays }: Openings): string {
  if (openings === null) return tooFarWords(horizonDays);
  const { before, after, durationMinutes } = openings;
  const length = formatDuration(durationMinutes);
  if (before === after) {
    if (after === 0) return `Nothing can be booked there now, and nothing could then (${length}).`;
    return `As many openings of ${length} as now: ${after}.`;
  }
  if (after === 0) return `${countWords(openings)} will be taken off: nobody new can book then.`;
  return `${countWords(openings)} now, ${after} then.`;
}

function tooFarWords(horizonDays: number): string {
  return `Students cannot book that far ahead yet: they see ${horizonDays} days.`;
}

function countWords({ before, durationMinutes }: Counts): string {
  const length = formatDuration(durationMinutes);
  return before === 0 ? `No opening of ${length}` : `${before} ${before === 1 ? 'opening' : 'openings'} of ${length}`;
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
