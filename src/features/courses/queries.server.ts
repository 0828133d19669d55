import { and, asc, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { course, enrolment } from '#infra/db/tables/courses.server.ts';
import type { CourseId, PersonId } from '#shared/id.ts';
import { toMajor } from '#shared/money.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Instant } from '#shared/time.ts';
import type { CatalogCourse, CourseCatalog, TutorCourse } from './types.ts';

/** Far more courses than one person teaches: a list is never without a bound. */
const MAX_COURSES = 200;

const fields = {
  id: course.id,
  slug: course.slug,
  title: course.title,
  summary: course.summary,
  thumbnail: course.thumbnail,
  priceMinor: course.priceMinor,
  currency: course.currency,
  tutorId: course.tutorId,
  creatorId: course.creatorId,
};

/** The product's own catalogue. Pass the transaction to read within one. */
export function databaseCatalog(executor: Executor): CourseCatalog {
  return {
    async courseById(id: CourseId): Promise<CatalogCourse | null> {
      const [row] = await executor.select(fields).from(course).where(eq(course.id, id)).limit(1);
      return row ?? null;
    },
    async courseBySlug(slug: string): Promise<CatalogCourse | null> {
      const [row] = await executor.select(fields).from(course).where(eq(course.slug, slug)).limit(1);
      return row ?? null;
    },
    async coursesOwnedBy(personId: PersonId): Promise<CatalogCourse[]> {
      return executor
        .select(fields)
        .from(course)
        .where(or(eq(course.tutorId, personId), eq(course.creatorId, personId)))
        .orderBy(asc(course.title), asc(course.id))
        .limit(MAX_COURSES);
    },
    async completedAt(personId: PersonId, courseId: CourseId): Promise<Instant | null> {
      const [row] = await executor
        .select({ completedAt: enrolment.completedAt })
        .from(enrolment)
        .where(and(eq(enrolment.studentId, personId), eq(enrolment.courseId, courseId)));
      return row?.completedAt ?? null;
    },
  };
}

/** The courses that the asking tutor may link an offering to; none for a mentor. */
export const getTutorCourses = defineCommand({
  name: 'getTutorCourses',
  permission: 'offering.manage',
  input: z.strictObject({}),
  async run(app, tutor): Promise<Result<TutorCourse[]>> {
    const owned = await databaseCatalog(app.db).coursesOwnedBy(tutor.personId);
    return ok(
      owned.map(({ id, title, slug, priceMinor, thumbnail }) => ({
        id,
        title,
        slug,
        price: toMajor(priceMinor),
        thumbnail,
      })),
    );
  },
});
