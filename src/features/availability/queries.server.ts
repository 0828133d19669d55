import { eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import type { PersonId } from '#shared/id.ts';
import type { Reason } from '#shared/reasons.ts';
import { settings } from '#shared/settings.ts';
import { instant, plusMinutes, toIso, toMs, type EpochMs, type Instant } from '#shared/time.ts';
import { bookableStarts, slotRefusal, type BookingMode } from './rules/bookable.ts';
import { clockText } from './rules/week.ts';
import type { ClockRange, TakenInterval, TutorCalendar, WeeklyHours } from './types.ts';

const DAY_MINUTES = 24 * 60;

export type CalendarRange = {
  readonly from: Instant;
  readonly to: Instant;
  /** Judges holds: one whose payment deadline has passed by now no longer takes time, swept or not. */
  readonly now: Instant;
};

/** One tutor's zone, buffers, notice, horizon, cap, policy, hours, changed dates and taken time, in one query; null before they first saved hours. */
export async function tutorCalendar(
  executor: Executor,
  tutorId: PersonId,
  range: CalendarRange,
): Promise<TutorCalendar | null> {
  const [row] = await executor
    .select(calendarFields(range))
    .from(availability)
    .where(eq(availability.tutorId, tutorId))
    .prepare('tutor_calendar')
    .execute();
  return row === undefined ? null : readCalendar(row);
}

/** The calendars of several tutors by tutor, in one query; a tutor who never saved hours is missing. */
export async function tutorCalendars(
  executor: Executor,
  tutorIds: readonly PersonId[],
  range: CalendarRange,
): Promise<Map<PersonId, TutorCalendar>> {
  if (tutorIds.length === 0) return new Map();
  const rows = await executor
    .select(calendarFields(range))
    .from(availability)
    .where(inArray(availability.tutorId, [...new Set(tutorIds)]));
  return new Map(rows.map((row) => [row.tutorId, readCalendar(row)]));
}

/** What of an offering decides its slots. */
export type OfferedTime = { readonly tutorId: PersonId; readonly durationMinutes: number };

/**
 * The starts of an offering that may be booked within `[from, to)`, ascending, in epoch milliseconds; the first
 * `limit` of them when given. One query. Whether the offering takes the mode is the caller's question.
 */
export async function openSlotsOf(
  executor: Executor,
  offering: OfferedTime,
  range: CalendarRange & { readonly bookingMode: BookingMode; readonly limit?: number },
): Promise<EpochMs[]> {
  const calendar = await tutorCalendar(executor, offering.tutorId, range);
  if (calendar === null) return [];
  return bookableStarts(calendar, { durationMinutes: offering.durationMinutes, bookingMode: range.bookingMode }, range);
}

/**
 * The `limit` bookable starts nearest to `near`, ascending, as ISO UTC: the next ones when `near` is now. One query.
 */
export async function nextSlotsOf(
  executor: Executor,
  offering: OfferedTime,
  wish: { readonly now: Instant; readonly near: Instant; readonly bookingMode: BookingMode; readonly limit: number },
): Promise<string[]> {
  const to = plusMinutes(wish.now, settings.availability.horizonDays * DAY_MINUTES);
  const range = { from: wish.now, to, now: wish.now, bookingMode: wish.bookingMode };
  const starts = await openSlotsOf(executor, offering, range);
  const near = toMs(wish.near);
  const nearest = starts.sort((a, b) => Math.abs(a - near) - Math.abs(b - near) || a - b).slice(0, wish.limit);
  return nearest.sort((a, b) => a - b).map((start) => toIso(instant(start)));
}

/**
 * Why `start` cannot be booked now, or null when it can. One query: call it under the tutor's lock (`lockPersons`) to
 * rely on the answer. Reasons: `slot_unavailable`, `slot_taken`, `day_full`.
 */
export async function whySlotIsClosed(
  executor: Executor,
  offering: OfferedTime,
  when: { readonly start: Instant; readonly now: Instant; readonly bookingMode: BookingMode },
): Promise<Extract<Reason, 'slot_unavailable' | 'slot_taken' | 'day_full'> | null> {
  const { start, now, bookingMode } = when;
  const range = { from: start, to: plusMinutes(start, offering.durationMinutes), now };
  const calendar = await tutorCalendar(executor, offering.tutorId, range);
  if (calendar === null) return 'slot_unavailable';
  return slotRefusal(calendar, { durationMinutes: offering.durationMinutes, bookingMode }, { start, now });
}

/** True when `start` can be booked now; see `whySlotIsClosed`. */
export async function isSlotOpen(
  executor: Executor,
  offering: OfferedTime,
  when: { readonly start: Instant; readonly now: Instant; readonly bookingMode: BookingMode },
): Promise<boolean> {
  return (await whySlotIsClosed(executor, offering, when)) === null;
}

type CalendarRow = {
  tutorId: PersonId;
  timeZone: string;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  minNoticeMinutes: number;
  horizonDays: number;
  dailyCap: number | null;
  refundPolicy: TutorCalendar['refundPolicy'];
  meetingUrl: string | null;
  weekly: [weekday: number, startMinute: number, endMinute: number][];
  overrides: { date: string; ranges: ClockRange[] }[];
  busy: [start: number, end: number, teachesAt: number | null][];
};

/**
 * The columns of a calendar. Lists come as JSON, so that one round trip brings all. Table names are written out: in a
 * select from one table drizzle drops them from columns, and inside a subquery the name would mean another table.
 */
export function calendarFields(range: CalendarRange) {
  // A day on either side: buffers reach beyond the range, and the cap counts whole local days.
  const from = instantParameter(plusMinutes(range.from, -DAY_MINUTES));
  const to = instantParameter(plusMinutes(range.to, DAY_MINUTES));
  return {
    tutorId: availability.tutorId,
    timeZone: availability.timeZone,
    bufferBeforeMinutes: availability.bufferBeforeMinutes,
    bufferAfterMinutes: availability.bufferAfterMinutes,
    minNoticeMinutes: availability.minNoticeMinutes,
    horizonDays: availability.horizonDays,
    dailyCap: availability.dailyCap,
    refundPolicy: availability.refundPolicy,
    meetingUrl: availability.meetingUrl,
    weekly: sql<CalendarRow['weekly']>`(
      select coalesce(json_agg(json_build_array(w.weekday, w.start_minute, w.end_minute) order by w.weekday, w.start_minute), '[]'::json)
      from weekly_hours w where w.tutor_id = availability.tutor_id)`,
    overrides: sql<CalendarRow['overrides']>`(
      select coalesce(json_agg(json_build_object('date', d.local_date, 'ranges', d.ranges) order by d.local_date), '[]'::json)
      from date_override d where d.tutor_id = availability.tutor_id
        and d.local_date between (${from})::date - 1 and (${to})::date + 1)`,
    busy: sql<CalendarRow['busy']>`(
      select coalesce(json_agg(json_build_array(
        ${epochMs(sql`lower(t.during)`)}, ${epochMs(sql`upper(t.during)`)},
        case when s.tutor_id = t.person_id then ${epochMs(sql`s.starts_at`)} end)), '[]'::json)
      from taken_time t join session s on s.id = t.session_id
      where t.person_id = availability.tutor_id and t.during && tstzrange(${from}, ${to})
        and not ${lapsed(sql`s`, range.now)})`,
  };
}

export function readCalendar(row: CalendarRow): TutorCalendar {
  return {
    ...row,
    weekly: row.weekly.map(([weekday, start, end]): WeeklyHours => ({
      days: [weekday],
      start: clockText(start),
      end: clockText(end),
    })),
    busy: row.busy.map(([start, end, teachesAt]) => ({ start, end, teachesAt }) as TakenInterval),
  };
}

/** SQL that is true for a session (under this alias) that should have been paid by now: it takes no time any more, although it was not swept yet. */
export function lapsed(session: SQL, now: Instant): SQL {
  return sql`(${session}.status in ('PENDING_PAYMENT', 'SCHEDULED') and ${session}.payment_status in ('PENDING', 'FAILED')
    and ${session}.payment_deadline <= ${instantParameter(now)})`;
}

function epochMs(timestamp: SQL): SQL {
  return sql`(extract(epoch from ${timestamp}) * 1000)::bigint`;
}

/** An instant as a parameter where drizzle knows no column to encode it by. */
export function instantParameter(when: Instant): SQL {
  return sql`${when.toString({ smallestUnit: 'millisecond' })}::timestamptz`;
}
