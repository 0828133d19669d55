import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { course, enrolment, lessonDone } from '#infra/db/tables/courses.server.ts';
import type { PersonId } from '#shared/id.ts';

/** The courses that a person takes and how far they came, at most `limit`, oldest first. */
export function enrolmentsAbout(db: Executor, personId: PersonId, limit: number) {
  return db
    .select({
      course: course.title,
      slug: course.slug,
      lessonsDone: db.$count(
        lessonDone,
        and(eq(lessonDone.studentId, enrolment.studentId), eq(lessonDone.courseId, enrolment.courseId)),
      ),
      enrolledAt: enrolment.enrolledAt,
      completedAt: enrolment.completedAt,
    })
    .from(enrolment)
    .innerJoin(course, eq(course.id, enrolment.courseId))
    .where(eq(enrolment.studentId, personId))
    .orderBy(asc(enrolment.enrolledAt))
    .limit(limit);
}
