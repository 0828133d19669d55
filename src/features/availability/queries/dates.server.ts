import { and, asc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { localDate } from '#shared/format-time.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, type Result } from '#shared/result.ts';
import { toIso, type Instant } from '#shared/time.ts';
import { lapsed, tutorCalendar } from '../queries.server.ts';
import { defaultBookingMode, type BookingTerms } from '../rules/bookable.ts';
import { momentsOf, openingsChange } from '../rules/date-effect.ts';
import { datesOf, spansOf, withDates } from '../rules/dates.ts';
import { datesOfChange, refuseDates } from '../rules/judge-dates.ts';
import { mergeRanges } from '../rules/week.ts';
import { saveDateOverrideInput } from '../schema/dates.ts';
import type { ChangedDates, DateEffect, DateOverride, DateSpan, DaySession, TutorCalendar } from '../types.ts';
import { availabilityOf } from './settings.server.ts';

const USUAL_MINUTES = 60;
const MOST_SESSIONS = 500;

/** The asking tutor's days off and special hours from today on, each with what it changes and what is booked there. */
export const getTutorDateOverrides = defineCommand({
  name: 'getTutorDateOverrides',
  permission: 'availability.manage',
  input: z.strictObject({}),
  async run(app, tutor): Promise<Result<ChangedDates[]>> {
    const { overrides, timeZone } = await availabilityOf(app.db, tutor, app.clock.now());
    const spans = spansOf(overrides);
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined) return ok([]);
    const diary = await readDiary(app, tutor, { from: first.from, until: last.until }, timeZone);
    return ok(
      spans.map((span) => {
        const weekly = withDates(overrides, datesOf(span.from, span.until), null);
        return { ...span, effect: effectOf(diary, span, { before: weekly, after: overrides }) };
      }),
    );
  },
});

/** What `saveDateOverride` with the same input would do, and refuse; nothing is saved. */
export const previewDateOverride = defineCommand({
  name: 'previewDateOverride',
  permission: 'availability.manage',
  input: saveDateOverrideInput,
  async run(app, tutor, input): Promise<Result<ChangedDates>> {
    const now = app.clock.now();
    const { overrides, timeZone } = await availabilityOf(app.db, tutor, now);
    const refusal = refuseDates(input, overrides, localDate(toIso(now), timeZone));
    if (refusal !== null) return refusal;
    const span = { from: input.date, until: input.until ?? input.date, ranges: mergeRanges(input.ranges) };
    const { changed, freed } = datesOfChange(input);
    const after = withDates(withDates(overrides, freed, null), changed, span.ranges);
    const diary = await readDiary(app, tutor, span, timeZone);
    return ok({ ...span, effect: effectOf(diary, span, { before: overrides, after }) });
  },
});

/** Everything about some dates, read once for all of them. */
type Diary = { calendar: TutorCalendar | null; terms: BookingTerms; sessions: readonly DaySession[]; now: Instant };

async function readDiary(
  app: App,
  tutor: Actor,
  dates: Pick<DateSpan, 'from' | 'until'>,
  timeZone: string,
): Promise<Diary> {
  const now = app.clock.now();
  const range = { ...momentsOf(dates, timeZone), now };
  const [calendar, terms, sessions] = await Promise.all([
    tutorCalendar(app.db, tutor.personId, range),
    usualTerms(app.db, tutor.personId),
    sessionsWithin(app.db, tutor.personId, range),
  ]);
  return { calendar, terms, sessions, now };
}

function effectOf(
  { calendar, terms, sessions, now }: Diary,
  span: DateSpan,
  changes: { before: readonly DateOverride[]; after: readonly DateOverride[] },
): DateEffect {
  if (calendar === null) return { openings: null, horizonDays: 0, sessions: [] };
  const openings = openingsChange(calendar, terms, span, { ...changes, now });
  const { from, to } = momentsOf(span, calendar.timeZone);
  return {
    openings: openings && { durationMinutes: terms.durationMinutes, ...openings },
    horizonDays: calendar.horizonDays,
    sessions: sessions.filter((one) => one.startsAt < toIso(to) && one.endsAt > toIso(from)),
  };
}

/** The offering that students can have soonest; an hour before there is any. */
async function usualTerms(executor: Executor, tutorId: PersonId): Promise<BookingTerms> {
  const [row] = await executor
    .select({ durationMinutes: offering.durationMinutes, takesInstant: offering.takesInstant })
    .from(offering)
    .where(and(eq(offering.tutorId, tutorId), eq(offering.status, 'SCHEDULED')))
    .orderBy(sql`${offering.nextSlotAt} asc nulls last`, asc(offering.id))
    .limit(1);
  if (row === undefined) return { durationMinutes: USUAL_MINUTES, bookingMode: 'INSTANT' };
  return { durationMinutes: row.durationMinutes, bookingMode: defaultBookingMode(row) };
}

/** What takes or asks for this person's time between two moments, in either role, soonest first. */
export async function sessionsWithin(
  executor: Executor,
  personId: PersonId,
  { from, to, now }: { from: Instant; to: Instant; now: Instant },
): Promise<DaySession[]> {
  const isTheirs = or(eq(session.tutorId, personId), eq(session.studentId, personId));
  const takes = inArray(session.status, ['PENDING_PAYMENT', 'SCHEDULED', 'IN_PROGRESS']);
  const asks = and(
    eq(session.status, 'PENDING_MENTOR_REVIEW'),
    eq(session.tutorId, personId),
    gt(session.approvalDeadline, now),
  );
  const rows = await executor
    .select({
      id: session.id,
      title: session.title,
      with: person.name,
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      status: session.status,
      isUnpaid: sql<boolean>`${session.paymentStatus} in ('PENDING', 'FAILED')`,
    })
    .from(session)
    .innerJoin(
      person,
      sql`${person.id} = case when ${session.tutorId} = ${personId} then ${session.studentId} else ${session.tutorId} end`,
    )
    .where(
      and(
        isTheirs,
        lt(session.startsAt, to),
        gt(session.endsAt, from),
        or(takes, asks),
        sql`not ${lapsed(sql`${session}`, now)}`,
      ),
    )
    .orderBy(asc(session.startsAt), asc(session.id))
    .limit(MOST_SESSIONS);
  return rows.map(({ status, isUnpaid, startsAt, endsAt, ...row }) => ({
    ...row,
    startsAt: toIso(startsAt),
    endsAt: toIso(endsAt),
    state: status === 'PENDING_MENTOR_REVIEW' ? 'REQUEST' : isUnpaid ? 'UNPAID' : 'BOOKED',
  }));
}
