import { toMs, type EpochMs, type Instant } from '#shared/time.ts';
import { blockOf } from '../rules.ts';
import type { ClockRange, SlotQuery, TakenInterval, TutorCalendar } from '../types.ts';
import { fullDays, slotQueryOf, type BookingTerms } from './bookable.ts';
import { dateOf } from './dates.ts';
import { gridIntervalMinutes, roundUpLocally } from './grid.ts';
import { localDay, openWindows, weekdayOf } from './windows.ts';
import { zoneOffsets, type ZoneOffsets } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** One thing that keeps a start from being offered. A start is offered exactly when nothing does. */
export type Cause =
  | { readonly kind: 'past' }
  /** From when on the notice is kept. */
  | { readonly kind: 'notice'; readonly noticeMinutes: number; readonly earliest: EpochMs }
  /** From when on it comes within the horizon. */
  | { readonly kind: 'horizon'; readonly horizonDays: number; readonly opensAt: EpochMs }
  | { readonly kind: 'day_off'; readonly date: string }
  /** The hours that begin on that date: its special ones, or those of its weekday (0 = Sunday), perhaps none. */
  | {
      readonly kind: 'outside_hours';
      readonly date: string;
      readonly weekday: number;
      readonly ranges: readonly ClockRange[];
      readonly isSpecial: boolean;
      /** The session would begin within hours, and end after them. */
      readonly isTooLong: boolean;
    }
  /** `byBreak`: nothing overlaps the session itself, only the free time that the tutor keeps around it. */
  | { readonly kind: 'taken'; readonly taken: readonly TakenInterval[]; readonly byBreak: boolean }
  | { readonly kind: 'day_full'; readonly dailyCap: number; readonly date: string }
  | { readonly kind: 'off_grid'; readonly everyMinutes: number };

/**
 * Everything that keeps `start` from being offered now, the plainest first; nothing when it is offered. Reads the same
 * query, windows, blocks, grid and cap as `bookableStarts`. The calendar must have been read for that start.
 */
export function explainStart(
  calendar: TutorCalendar,
  terms: BookingTerms,
  { start, now }: { readonly start: Instant; readonly now: Instant },
): Cause[] {
  const at = toMs(start);
  const query = slotQueryOf(calendar, terms, { from: start, to: start.add({ milliseconds: 1 }), now });
  const zone = zoneOffsets(calendar.timeZone, at - DAY_MS, at + terms.durationMinutes * MINUTE_MS + DAY_MS);
  const causes = [
    tooSoon(query, at),
    tooFar(calendar, toMs(now), at),
    outsideHours(calendar, terms, zone, at),
    taken(calendar, query, terms, at),
    dayFull(calendar, zone, at),
    offGrid(query, zone, at),
  ];
  return causes.filter((cause) => cause !== null);
}

function tooSoon({ now, minNoticeMinutes }: SlotQuery, at: EpochMs): Cause | null {
  const earliest = (now + minNoticeMinutes * MINUTE_MS) as EpochMs;
  if (at <= now) return { kind: 'past' };
  return at < earliest ? { kind: 'notice', noticeMinutes: minNoticeMinutes, earliest } : null;
}

function tooFar({ horizonDays }: TutorCalendar, now: EpochMs, at: EpochMs): Cause | null {
  if (at < now + horizonDays * DAY_MS) return null;
  // Offered from the moment on after which it lies within the horizon.
  return { kind: 'horizon', horizonDays, opensAt: (at - horizonDays * DAY_MS) as EpochMs };
}

function outsideHours(
  calendar: TutorCalendar,
  { durationMinutes }: BookingTerms,
  zone: ZoneOffsets,
  at: EpochMs,
): Cause | null {
  const end = at + durationMinutes * MINUTE_MS;
  const around = openWindows(calendar, zone, at, end).find((open) => open.start <= at && at < open.end);
  if (around !== undefined && end <= around.end) return null;
  const day = localDay(zone, at);
  const date = dateOf(day);
  const override = calendar.overrides.find((one) => one.date === date);
  if (override?.ranges.length === 0) return { kind: 'day_off', date };
  const weekday = weekdayOf(day);
  const weekly = calendar.weekly.filter(({ days }) => days.includes(weekday));
  const ranges = (override?.ranges ?? weekly).map(({ start, end }) => ({ start, end }));
  return {
    kind: 'outside_hours',
    date,
    weekday,
    ranges,
    isSpecial: override !== undefined,
    isTooLong: around !== undefined,
  };
}

function taken(calendar: TutorCalendar, query: SlotQuery, terms: BookingTerms, at: EpochMs): Cause | null {
  const slot = { start: at, end: at + terms.durationMinutes * MINUTE_MS };
  const inTheWay = calendar.busy.filter((busy) => overlap(blockOf(busy, query), slot));
  if (inTheWay.length === 0) return null;
  return { kind: 'taken', taken: inTheWay, byBreak: !inTheWay.some((busy) => overlap(busy, slot)) };
}

function dayFull(calendar: TutorCalendar, zone: ZoneOffsets, at: EpochMs): Cause | null {
  if (calendar.dailyCap === null || fullDays(calendar, at, at)?.(at) !== true) return null;
  const date = dateOf(localDay(zone, at));
  return { kind: 'day_full', dailyCap: calendar.dailyCap, date };
}

function offGrid({ stepMinutes }: SlotQuery, zone: ZoneOffsets, at: EpochMs): Cause | null {
  const everyMinutes = gridIntervalMinutes(stepMinutes);
  return roundUpLocally(zone, at, everyMinutes) === at ? null : { kind: 'off_grid', everyMinutes };
}

function overlap(one: { start: number; end: number }, other: { start: number; end: number }): boolean {
  return one.start < one.end && one.start < other.end && other.start < one.end;
}
