import { and, asc, eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { CourseId } from '#shared/id.ts';
import { toMajor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import type { Suggestion } from '../types.ts';
import { isListed } from './find.server.ts';
import { bySoonest, offeringFields, withTrueNextSlots } from './view.server.ts';

/** When a stored next slot has passed, the true order is found among this many of the course's offerings. */
const WIDER_LIMIT = 50;

/**
 * Up to five listed offerings of a course, soonest slot first, then by id, and how many there are in all. One prepared
 * query; a second look only in the minute in which a next slot has passed and is not found anew yet.
 */
export async function suggestionsFor(
  app: App,
  courseId: CourseId,
): Promise<{ suggestions: Suggestion[]; total: number }> {
  const rows = await read(app.db, courseId, settings.suggestionsLimit);
  const total = rows[0]?.total ?? 0;
  const fresh = await inTrueOrder(app, courseId, rows);
  return { suggestions: fresh.map(view), total };
}

async function inTrueOrder(app: App, courseId: CourseId, rows: Row[]): Promise<Row[]> {
  const now = app.clock.now();
  const first = await withTrueNextSlots(app.db, rows, now);
  if (first.every((row, index) => row.nextSlotMs === rows[index]?.nextSlotMs)) return rows;
  const wider = await withTrueNextSlots(app.db, await read(app.db, courseId, WIDER_LIMIT), now);
  return wider.sort(bySoonest).slice(0, settings.suggestionsLimit);
}

type Row = Awaited<ReturnType<typeof read>>[number];
type Prepared = ReturnType<typeof prepare>;
const preparedBy = new WeakMap<Database, Prepared>();

function read(db: Database, courseId: CourseId, limit: number) {
  const prepared = preparedBy.get(db) ?? prepare(db);
  preparedBy.set(db, prepared);
  return prepared.execute({ courseId, limit });
}

function prepare(db: Database) {
  return db
    .select({
      id: offering.id,
      title: offering.title,
      description: offering.description,
      durationMinutes: offering.durationMinutes,
      priceMinor: offering.priceMinor,
      currency: offering.currency,
      takesInstant: offering.takesInstant,
      nextSlotMs: offeringFields.nextSlotMs,
      tutorId: offering.tutorId,
      tutorName: person.name,
      tutorImage: person.image,
      minNoticeMinutes: availability.minNoticeMinutes,
      // By itself, so that the five rows come straight from the index and only the count looks at all.
      total: sql<number>`(select count(*)::int from offering o join person p on p.id = o.tutor_id
        where o.course_id = ${sql.placeholder('courseId')} and o.status = 'SCHEDULED' and p.verified_at is not null)`,
    })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .leftJoin(availability, eq(availability.tutorId, offering.tutorId))
    .where(and(eq(offering.courseId, sql.placeholder('courseId')), isListed))
    .orderBy(asc(offering.nextSlotAt), asc(offering.id)) // ascending puts those without a slot last
    .limit(sql.placeholder('limit'))
    .prepare('suggestions');
}

function view(row: Row): Suggestion {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    duration: row.durationMinutes,
    price: toMajor(row.priceMinor),
    priceMinor: row.priceMinor,
    currency: row.currency,
    tutor: { name: row.tutorName, avatar: row.tutorImage },
  };
}
