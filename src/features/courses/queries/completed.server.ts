import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { enrolment } from '#infra/db/tables/courses.server.ts';
import type { CourseId, PersonId } from '#shared/id.ts';

/** More courses than anybody completes; a list is never without a bound. */
const MAX_COURSES = 200;

/** The courses that this person completed, the last one first. */
export async function completedCourseIds(executor: Executor, studentId: PersonId): Promise<CourseId[]> {
  const rows = await executor
    .select({ courseId: enrolment.courseId })
    .from(enrolment)
    .where(and(eq(enrolment.studentId, studentId), isNotNull(enrolment.completedAt)))
    .orderBy(desc(enrolment.completedAt))
    .limit(MAX_COURSES);
  return rows.map(({ courseId }) => courseId);
}
