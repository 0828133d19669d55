import { and, asc, desc, eq, isNotNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { OfferingId, PersonId } from '#shared/id.ts';
import { ok, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { z } from 'zod';
import { courseIdInput } from '../schema.ts';
import type { OfferingDetail, OfferingView } from '../types.ts';
import {
  offeringFields,
  viewOffering,
  viewOfferingDetail,
  withTrueNextSlots,
  type OfferingRow,
} from './view.server.ts';

/** Written out rather than sent along: a kept plan must know how many are listed. */
const isScheduled = sql`${offering.status} = 'SCHEDULED'`;

/** Listed = SCHEDULED and its tutor verified: only these are shown to others and can be booked. */
export const isListed = and(isScheduled, isNotNull(person.verifiedAt));

/**
 * `isListed` where nothing else is wanted of the person: one look by id for each row that is left. As a join PostgreSQL
 * would read everybody to find a thousand rows.
 */
export const isListedAlone = and(
  isScheduled,
  sql`(select verified_at from ${person} where ${person.id} = ${offering.tutorId}) is not null`,
);

/** A listed offering, or one's own unless deleted; null for any other. One query. */
export async function offeringById(
  app: App,
  id: OfferingId,
  viewerId: PersonId | null = null,
): Promise<OfferingDetail | null> {
  const visible =
    viewerId === null ? isListed : or(isListed, and(eq(offering.tutorId, viewerId), ne(offering.status, 'CANCELLED')));
  const [row] = await selectOfferings(app.db, and(eq(offering.id, id), visible))
    .limit(1)
    .prepare(`offering_by_id_${viewerId !== null}`)
    .execute();
  if (row === undefined) return null;
  const [fresh = row] = await withTrueNextSlots(app.db, [row], app.clock.now());
  return viewOfferingDetail(fresh);
}

/** The asking tutor's own offerings, newest first: listed and paused ones. */
export const getTutorMentorshipOfferings = defineCommand({
  name: 'getTutorMentorshipOfferings',
  permission: 'offering.manage',
  input: z.strictObject({}),
  async run(app, tutor): Promise<Result<OfferingView[]>> {
    const own = and(eq(offering.tutorId, tutor.personId), ne(offering.status, 'CANCELLED'));
    const rows = await selectOfferings(app.db, own)
      .orderBy(desc(offering.createdAt), asc(offering.id))
      .limit(settings.maxOfferings);
    return ok(await viewAll(app, rows));
  },
});

/** The listed offerings of a course, soonest slot first; none for an unknown course. */
export const getCourseMentorshipOfferings = defineCommand({
  name: 'getCourseMentorshipOfferings',
  permission: 'course.offerings',
  input: courseIdInput,
  async run(app, _actor, { courseId }): Promise<Result<OfferingView[]>> {
    const rows = await selectOfferings(app.db, and(eq(offering.courseId, courseId), isListed))
      .orderBy(sql`${offering.nextSlotAt} asc nulls last`, asc(offering.id))
      .limit(settings.maxPageSize);
    return ok(await viewAll(app, rows));
  },
});

/** An own offering as it now is, for the answer of the command that changed it. */
export async function ownOffering(executor: Executor, id: OfferingId): Promise<OfferingView | null> {
  const [row] = await selectOfferings(executor, eq(offering.id, id)).limit(1);
  return row === undefined ? null : viewOffering(row);
}

/** Offerings with their tutor and course, ready to be ordered and limited. */
export function selectOfferings(executor: Executor, where: SQL | undefined) {
  return executor
    .select(offeringFields)
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .leftJoin(course, eq(course.id, offering.courseId))
    .leftJoin(availability, eq(availability.tutorId, offering.tutorId))
    .where(where);
}

async function viewAll(app: App, rows: OfferingRow[]): Promise<OfferingView[]> {
  const fresh = await withTrueNextSlots(app.db, rows, app.clock.now());
  return fresh.map(viewOffering);
}
