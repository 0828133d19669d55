import { and, count, eq, ne, or, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { attend, bad, fine, type Finding } from '#shared/finding.ts';
import { readId, type OfferingId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';

const LINK_COURSES =
  'Give the course this tutor as `tutor_id` or `creator_id`, or unlink the offering from the course (edit it).';

/** Why an offering is not listed, or cannot be booked: every reason, in the order in which they would be met. */
export async function diagnoseOffering(app: App, offeringId: string): Promise<Finding[]> {
  const about = `offering ${offeringId}`;
  const [row] = await app.db
    .select({
      offering,
      tutor: person,
      course,
      hasHours: sql<boolean>`exists (select 1 from ${weeklyHours} where ${weeklyHours.tutorId} = ${offering.tutorId})`,
      hasSettings: sql<boolean>`${availability.tutorId} is not null`,
    })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .leftJoin(availability, eq(availability.tutorId, offering.tutorId))
    .leftJoin(course, eq(course.id, offering.courseId))
    .where(eq(offering.id, readId<OfferingId>(offeringId)));
  if (row === undefined) return [bad(about, 'There is no offering with this id.', 'Copy the id from its address.')];
  const found = [
    statusOf(about, row.offering.status),
    row.tutor.verifiedAt === null
      ? bad(about, `Its tutor ${row.tutor.name} is not verified.`, 'Verify them on /admin/mentorship?tab=tutors.')
      : fine(about, `Its tutor ${row.tutor.name} is verified.`),
    courseOf(about, row),
    timesOf(about, row, toIso(app.clock.now())),
  ];
  return found;
}

function statusOf(about: string, status: string): Finding {
  if (status === 'SCHEDULED')
    return fine(about, 'Its status is SCHEDULED, so it is listed once its tutor is verified.');
  const todo =
    status === 'PAUSED'
      ? 'Its tutor resumes it on /tutor/mentorship/schedule.'
      : 'A deleted offering does not come back: its tutor makes a new one.';
  return bad(about, `Its status is ${status}.`, todo);
}

type Linked = { offering: { tutorId: string; courseId: string | null }; course: typeof course.$inferSelect | null };

function courseOf(about: string, { offering: { tutorId, courseId }, course: linked }: Linked): Finding {
  if (courseId === null) return fine(about, 'It is linked to no course, so it stands alone.');
  if (linked !== null && (linked.tutorId === tutorId || linked.creatorId === tutorId)) {
    return fine(about, `Its course ${linked.slug} is its tutor’s own.`);
  }
  return bad(about, `Its course ${linked?.slug ?? courseId} is not its tutor’s.`, LINK_COURSES);
}

function timesOf(
  about: string,
  row: { offering: { nextSlotAt: unknown }; hasHours: boolean; hasSettings: boolean },
  nowIso: string,
): Finding {
  if (!row.hasSettings || !row.hasHours) {
    return bad(
      about,
      'Its tutor has set no weekly hours, so no time is offered.',
      'They do on /tutor/mentorship/schedule.',
    );
  }
  if (row.offering.nextSlotAt === null) {
    return attend(
      about,
      `It has no free time after ${nowIso} within its tutor’s horizon.`,
      'Look at their hours, changed dates, notice and daily cap.',
    );
  }
  return fine(about, `Its next free time is ${String(row.offering.nextSlotAt)}.`);
}

/** What a course's pages can suggest, and what keeps the rest back. */
export async function diagnoseCourse(app: App, idOrSlug: string): Promise<Finding[]> {
  const about = `course ${idOrSlug}`;
  const byId = sql`${course.id}::text = ${idOrSlug}`;
  const [found] = await app.db
    .select()
    .from(course)
    .where(or(eq(course.slug, idOrSlug), byId));
  if (found === undefined) return [bad(about, 'There is no such course.', 'Give its id or its slug.')];
  const owner = found.tutorId ?? found.creatorId;
  const owned =
    owner === null
      ? bad(about, 'Nobody owns it, so no offering can be linked to it.', 'Set its `tutor_id` or `creator_id`.')
      : fine(about, 'It has an owner, who may link offerings to it.');
  const offerings = await app.db
    .select({ id: offering.id, title: offering.title })
    .from(offering)
    .where(and(eq(offering.courseId, found.id), ne(offering.status, 'CANCELLED')))
    .limit(OFFERINGS_SHOWN);
  if (offerings.length === 0)
    return [owned, attend(about, 'No offering is linked to it.', 'Its owner links one on /tutor/mentorship/schedule.')];
  const each = await Promise.all(offerings.map((one) => troublesOf(app, one)));
  return [owned, ...each.flat()];
}

/** What keeps one offering back; one line when nothing does. */
async function troublesOf(app: App, { id, title }: { id: string; title: string }): Promise<Finding[]> {
  const troubles = (await diagnoseOffering(app, id)).filter(({ state }) => state !== 'ok');
  return troubles.length > 0 ? troubles : [fine(`offering ${id}`, `“${title}” is listed and has free times.`)];
}

const OFFERINGS_SHOWN = 20;

/** How many offerings are not deleted, and how many of them nobody can see since their tutor is not verified. */
export async function offeringCounts({ db }: App): Promise<{ all: number; unverified: number }> {
  const [row] = await db
    .select({ all: count(), unverified: sql<number>`count(*) filter (where ${person.verifiedAt} is null)::int` })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .where(eq(offering.status, 'SCHEDULED'));
  return { all: Number(row?.all ?? 0), unverified: row?.unverified ?? 0 };
}
