import { eq } from 'drizzle-orm';
import type { Tx } from '#infra/db/client.server.ts';
import { enrolment, lessonDone } from '#infra/db/tables/courses.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Forgets what a person has learned here. Courses that they teach stay. */
export async function forgetPersonInCourses(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(lessonDone).where(eq(lessonDone.studentId, personId));
  await tx.delete(enrolment).where(eq(enrolment.studentId, personId));
}
