import { settings } from '#shared/settings.ts';
import { plusMinutes, toMs, type EpochMs, type Instant } from '#shared/time.ts';
import { isOpen, openSlots } from '../rules.ts';
import type { SlotQuery, TutorCalendar } from '../types.ts';
import { offsetAt, zoneOffsets } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export type BookingMode = 'INSTANT' | 'REQUEST';

/** What is to be booked, as far as time is concerned. */
export type BookingTerms = { readonly durationMinutes: number; readonly bookingMode: BookingMode };

/** Starts within `[from, to)`; at most `limit` of them. The calendar must have been read for that range. */
export type StartRange = {
  readonly from: Instant;
  readonly to: Instant;
  readonly now: Instant;
  readonly limit?: number;
};

/** Why a start cannot be booked; each is a reason of `shared/reasons.ts`. */
export type SlotRefusal = 'slot_unavailable' | 'slot_taken' | 'day_full';

/** The mode that is meant when none is named: INSTANT if the offering takes it. */
export function defaultBookingMode(offering: { readonly takesInstant: boolean }): BookingMode {
  return offering.takesInstant ? 'INSTANT' : 'REQUEST';
}

/** A request leaves the tutor time to answer, so it needs at least four hours. In minutes, never 0: a slot begins after now. */
export function noticeMinutesOf(minNoticeMinutes: number, bookingMode: BookingMode): number {
  const least = bookingMode === 'REQUEST' ? settings.requestNoticeMinutes : 1;
  return Math.max(minNoticeMinutes, least);
}

/**
 * The starts that a student may book, ascending: open hours minus taken time, after the notice, within the
 * horizon, on days that are below the tutor's cap.
 */
export function bookableStarts(calendar: TutorCalendar, terms: BookingTerms, range: StartRange): EpochMs[] {
  const limit = range.limit ?? Infinity;
  const query = slotQueryOf(calendar, terms, range);
  const isFull = fullDays(calendar, query.rangeStart, query.rangeEnd);
  if (isFull === null) return openSlots(query, limit);
  const starts = openSlots(query).filter((start) => !isFull(start));
  return starts.length > limit ? starts.slice(0, limit) : starts;
}

/**
 * The first bookable start within the horizon for any terms, or null when there is none. Offerings of one length and
 * mode share the search.
 */
export function nextStarts(calendar: TutorCalendar, now: Instant): (terms: BookingTerms) => EpochMs | null {
  const known = new Map<string, EpochMs | null>();
  const range = { from: now, to: plusMinutes(now, calendar.horizonDays * 24 * 60), now, limit: 1 };
  return (terms) => {
    const key = `${terms.durationMinutes} ${terms.bookingMode}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const next = bookableStarts(calendar, terms, range)[0] ?? null;
    known.set(key, next);
    return next;
  };
}

/**
 * Why this start cannot be booked now, or null when it can: outside hours, grid, notice or horizon
 * (`slot_unavailable`), over other taken time (`slot_taken`), or on a day at its cap (`day_full`).
 */
export function slotRefusal(
  calendar: TutorCalendar,
  terms: BookingTerms,
  { start, now }: { readonly start: Instant; readonly now: Instant },
): SlotRefusal | null {
  const at = toMs(start);
  const query = slotQueryOf(calendar, terms, { from: start, to: endOf(start), now });
  if (!isOpen({ ...query, busy: [] }, at)) return 'slot_unavailable';
  if (!isOpen(query, at)) return 'slot_taken';
  return fullDays(calendar, at, query.rangeEnd)?.(at) === true ? 'day_full' : null;
}

/** The grid of half hours does not depend on where a range begins, so one start is a range of its own. */
function endOf(start: Instant): Instant {
  return start.add({ milliseconds: 1 });
}

/** What the slot engine is asked for these terms within `[from, to)`. */
export function slotQueryOf(calendar: TutorCalendar, terms: BookingTerms, range: StartRange): SlotQuery {
  const horizonEnd = toMs(range.now) + calendar.horizonDays * DAY_MS;
  const lastStart = Math.min(toMs(range.to), horizonEnd) - 1;
  return {
    timeZone: calendar.timeZone,
    weekly: calendar.weekly,
    overrides: calendar.overrides,
    busy: calendar.busy,
    rangeStart: toMs(range.from),
    // The engine bounds the end of a slot; a slot may begin until the range's last moment.
    rangeEnd: (lastStart + terms.durationMinutes * MINUTE_MS) as EpochMs,
    durationMinutes: terms.durationMinutes,
    stepMinutes: settings.slotStepMinutes,
    minNoticeMinutes: noticeMinutesOf(calendar.minNoticeMinutes, terms.bookingMode),
    now: toMs(range.now),
    bufferBefore: calendar.bufferBeforeMinutes,
    bufferAfter: calendar.bufferAfterMinutes,
  };
}

/** Tells the starts whose local day is at the tutor's cap, or null when no day is. */
export function fullDays(calendar: TutorCalendar, from: number, to: number): ((start: number) => boolean) | null {
  const cap = calendar.dailyCap;
  if (cap === null) return null;
  const zone = zoneOffsets(calendar.timeZone, from - DAY_MS, to + DAY_MS);
  const dayOf = (at: number) => Math.floor((at + offsetAt(zone, at)) / DAY_MS);
  const taught = new Map<number, number>();
  for (const { teachesAt } of calendar.busy) {
    if (teachesAt !== null) taught.set(dayOf(teachesAt), (taught.get(dayOf(teachesAt)) ?? 0) + 1);
  }
  const full = new Set([...taught].filter(([, sessions]) => sessions >= cap).map(([day]) => day));
  return full.size === 0 ? null : (start) => full.has(dayOf(start));
}
