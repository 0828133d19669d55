import { and, count, desc, eq, gte, sql, type SQL } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { courseSuggestion } from '#infra/db/tables/upsell.server.ts';
import { localDate } from '#shared/format-time.ts';
import { startOfDay, Temporal, toIso, type Instant } from '#shared/time.ts';
import type { Funnel, FunnelDay, FunnelLine, FunnelSteps } from '../types.ts';

/** More offerings than a page shows; the totals are of all. */
const MAX_LINES = 100;

/** Of one offering: a row is a student. */
const steps = {
  shown: count(),
  clicked: count(courseSuggestion.clickedAt),
  booked: count(courseSuggestion.bookedAt),
  paid: count(courseSuggestion.paidAt),
};

/** Of several offerings: a student who completed a course counts once, however many of them the card showed. */
const completerSteps = {
  shown: completers(sql`true`),
  clicked: completers(sql`${courseSuggestion.clickedAt} is not null`),
  booked: completers(sql`${courseSuggestion.bookedAt} is not null`),
  paid: completers(sql`${courseSuggestion.paidAt} is not null`),
};

function completers(who: SQL): SQL<number> {
  const { studentId, courseId } = courseSuggestion;
  return sql<number>`(count(distinct (${studentId}, ${courseId})) filter (where ${who}))::int`;
}

type Wanted = { /** Today and the days before it. */ days: number; /** Whose midnight ends a day. */ timeZone: string };

/** From finished courses to paid sessions of this tutor's offerings. */
export function tutorFunnel(app: App, tutor: May<'session.teach'>, wanted: Wanted): Promise<Funnel> {
  return readFunnel(app, wanted, eq(offering.tutorId, tutor.personId));
}

/** The same of everybody's. */
export function platformFunnel(app: App, _admin: May<'platform.administer'>, wanted: Wanted): Promise<Funnel> {
  return readFunnel(app, wanted, undefined);
}

/**
 * Students whose card was first shown within the last `days`, most shown offerings first. A student counts on the day
 * on which they were shown it, whenever they book: so no step is ever larger than the one before. Three queries.
 */
async function readFunnel(app: App, wanted: Wanted, whose: SQL | undefined): Promise<Funnel> {
  const days = daysBack(app.clock.now(), wanted);
  const where = and(gte(courseSuggestion.shownAt, days[0]?.start ?? app.clock.now()), whose);
  const [lines, byDay, totals] = await Promise.all([
    readLines(app, where),
    readDays(app, where, days),
    readTotals(app, where),
  ]);
  return { lines, byDay, totals };
}

type Day = { date: string; start: Instant };

/** Local dates with the moments at which they begin, oldest first. */
function daysBack(now: Instant, { days, timeZone }: Wanted): Day[] {
  const today = Temporal.PlainDate.from(localDate(toIso(now), timeZone));
  return Array.from({ length: days }, (_, index) => {
    const date = today.subtract({ days: days - 1 - index }).toString();
    return { date, start: startOfDay(date, timeZone) };
  });
}

function readLines(app: App, where: SQL | undefined): Promise<FunnelLine[]> {
  return app.db
    .select({
      offeringId: offering.id,
      title: offering.title,
      tutor: person.name,
      course: course.title,
      courseId: course.id,
      isFree: sql<boolean>`${offering.priceMinor} = 0`,
      ...steps,
    })
    .from(courseSuggestion)
    .innerJoin(offering, eq(offering.id, courseSuggestion.offeringId))
    .innerJoin(person, eq(person.id, offering.tutorId))
    .innerJoin(course, eq(course.id, courseSuggestion.courseId))
    .where(where)
    .groupBy(offering.id, person.id, course.id)
    .orderBy(desc(steps.shown), desc(steps.paid), offering.id, course.id)
    .limit(MAX_LINES);
}

/** By the days' own edges: the browser may know a time zone that the database has not heard of. */
async function readDays(app: App, where: SQL | undefined, days: readonly Day[]): Promise<FunnelDay[]> {
  const edges = `{${days.map(({ start }) => start.epochMilliseconds / 1000).join(',')}}`;
  const rows = await app.db
    .select({
      place: sql<number>`width_bucket(extract(epoch from ${courseSuggestion.shownAt})::float8, ${edges}::float8[])`,
      ...completerSteps,
    })
    .from(courseSuggestion)
    .innerJoin(offering, eq(offering.id, courseSuggestion.offeringId))
    .where(where)
    .groupBy(sql`1`)
    .orderBy(sql`1 desc`);
  return rows.map(({ place, ...counts }) => ({ date: days[place - 1]?.date ?? '', ...counts }));
}

async function readTotals(app: App, where: SQL | undefined): Promise<FunnelSteps> {
  const [totals] = await app.db
    .select(completerSteps)
    .from(courseSuggestion)
    .innerJoin(offering, eq(offering.id, courseSuggestion.offeringId))
    .where(where);
  return totals ?? { shown: 0, clicked: 0, booked: 0, paid: 0 };
}
