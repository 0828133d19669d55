import { and, asc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { minor, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import type { Instant } from '#shared/time.ts';
import type { SessionView } from '../types.ts';
import { toView } from '../view.server.ts';
import { sessionRows } from './rows.server.ts';

/** A stretch of time, `to` exclusive. */
export type Period = { from: Instant; to: Instant };

export type TutorPeriod = {
  /** Sessions of the period that took place. */
  given: number;
  /** The tutor's part of what is kept of the period's sessions, those that a student missed too. */
  earnedMinor: Minor;
};

/** What a tutor gave and earned in sessions of this period (a month: what one person can give bounds it). */
export async function tutorPeriod(app: App, tutor: Actor, period: Period): Promise<TutorPeriod> {
  const platform = sql`floor(${session.keptMinor} * ${session.platformBasisPoints} / 10000)`;
  const [row] = await app.db
    .select({
      given: sql<number>`count(*) filter (where ${session.status} = 'COMPLETED')`.mapWith(Number),
      earned: sql<number>`coalesce(sum(${session.keptMinor} - ${platform}), 0)`.mapWith(Number),
    })
    .from(session)
    .where(
      and(eq(session.tutorId, tutor.personId), OVER_FOR_TUTOR, within(period), eq(session.currency, settings.currency)),
    );
  return { given: row?.given ?? 0, earnedMinor: minor(row?.earned ?? 0) };
}

export type StudentPeriod = { minutes: number; spentMinor: Minor };

/** How long a student learned in sessions of this period, and what they spent on them, refunds taken off. */
export async function studentPeriod(app: App, student: Actor, period: Period): Promise<StudentPeriod> {
  const [row] = await app.db
    .select({
      minutes:
        sql<number>`coalesce(sum(${session.durationMinutes}) filter (where ${session.status} = 'COMPLETED'), 0)`.mapWith(
          Number,
        ),
      spent: sql<number>`coalesce(sum(${session.keptMinor}), 0)`.mapWith(Number),
    })
    .from(session)
    .where(
      and(
        eq(session.studentId, student.personId),
        OVER_FOR_STUDENT,
        within(period),
        eq(session.currency, settings.currency),
      ),
    );
  return { minutes: row?.minutes ?? 0, spentMinor: minor(row?.spent ?? 0) };
}

/** The student's next booked and paid session that is not over; null when none is. */
export async function nextSession(app: App, student: Actor): Promise<SessionView | null> {
  const now = app.clock.now();
  const coming = and(
    eq(session.studentId, student.personId),
    inArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
    inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
    gte(session.endsAt, now),
  );
  const [row] = await sessionRows(app.db, coming, [asc(session.startsAt), asc(session.id)], 1);
  return row === undefined ? null : toView(row, 'student', now);
}

// Written out, as the partial indexes have them.
const OVER_FOR_TUTOR = sql`${session.status} in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED')`;
const OVER_FOR_STUDENT = sql`${session.status} in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED')`;

function within({ from, to }: Period): SQL | undefined {
  return and(gte(session.startsAt, from), lt(session.startsAt, to));
}
