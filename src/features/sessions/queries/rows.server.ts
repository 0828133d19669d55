import { eq, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { FullRow } from '../view.server.ts';

export const student = alias(person, 'student');
export const tutor = alias(person, 'tutor');

const participant = (who: typeof student | typeof tutor) => ({
  id: who.id,
  name: who.name,
  avatar: who.image,
  timeZone: who.timeZone,
});

/** Sessions with their two people and their course: one query. `where` may name `student`, `tutor` and `course`. */
export function sessionRows(db: Executor, where: SQL | undefined, order: SQL[], limit: number): Promise<FullRow[]> {
  return db
    .select({
      session,
      student: participant(student),
      tutor: participant(tutor),
      course: { id: course.id, title: course.title, slug: course.slug },
    })
    .from(session)
    .innerJoin(student, eq(student.id, session.studentId))
    .innerJoin(tutor, eq(tutor.id, session.tutorId))
    .leftJoin(course, eq(course.id, session.courseId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}
