import { and, eq } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { enrolment, lesson, lessonDone } from '#infra/db/tables/courses.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import type { CourseId, PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { toIso, type Instant } from '#shared/time.ts';
import { databaseCatalog } from '../queries.server.ts';
import { lessonsOf } from '../queries/catalogue.server.ts';
import { nextToDo, ownsCourse } from '../rules.ts';
import { courseInput, lessonInput } from '../schema.ts';
import type { LearningAnswer } from '../types.ts';

/** Enrols the asking person: free, and once. Again: the same answer. 404 for an unknown course, 409 `own_course`. */
export const enrolInCourse = defineCommand({
  name: 'enrolInCourse',
  permission: 'course.take',
  input: courseInput,
  run(app, student, { courseId }): Promise<Result<LearningAnswer>> {
    return transact(app.db, async (tx) => {
      const course = await databaseCatalog(tx).courseById(courseId);
      if (course === null) return refuse('not_found', { message: 'Course not found' });
      if (ownsCourse(course, student.personId)) return refuse('own_course');
      await tx
        .insert(enrolment)
        .values({ courseId, studentId: student.personId, enrolledAt: app.clock.now() })
        .onConflictDoNothing();
      return ok(await whereTheyStand(tx, student.personId, courseId));
    });
  },
});

/**
 * Marks a lesson as done; the last one completes the course. Again: the same answer. 404 for an unknown lesson,
 * 409 `not_enrolled`.
 */
export const completeLesson = defineCommand({
  name: 'completeLesson',
  permission: 'course.take',
  input: lessonInput,
  run(app, student, { lessonId }): Promise<Result<LearningAnswer>> {
    return transact(app.db, async (tx) => {
      const [found] = await tx
        .select({ courseId: lesson.courseId, position: lesson.position })
        .from(lesson)
        .where(eq(lesson.id, lessonId));
      if (found === undefined) return refuse('not_found', { message: 'Lesson not found' });
      const { courseId, position } = found;
      if (!(await lockEnrolment(tx, student.personId, courseId))) return refuse('not_enrolled');
      const now = app.clock.now();
      await tx
        .insert(lessonDone)
        .values({ studentId: student.personId, lessonId, courseId, doneAt: now })
        .onConflictDoNothing();
      return ok(await completeWhenDone(tx, student.personId, courseId, now, position));
    });
  },
});

/**
 * Finishes a course all of whose lessons are done; `completedAt` is recorded once, and asking again answers with it.
 * 404 for an unknown course, 409 `not_enrolled`, 409 `lessons_left` with how many in `data`.
 */
export const completeCourse = defineCommand({
  name: 'completeCourse',
  permission: 'course.take',
  input: courseInput,
  run(app, student, { courseId }): Promise<Result<LearningAnswer>> {
    return transact(app.db, async (tx) => {
      const course = await databaseCatalog(tx).courseById(courseId);
      if (course === null) return refuse('not_found', { message: 'Course not found' });
      if (!(await lockEnrolment(tx, student.personId, courseId))) return refuse('not_enrolled');
      const answer = await completeWhenDone(tx, student.personId, courseId, app.clock.now());
      return answer.completedAt === null ? refuseUnfinished(answer) : ok(answer);
    });
  },
});

/** Two last lessons at once, or a lesson and a finish, wait for each other here: one of them completes. */
async function lockEnrolment(tx: Tx, studentId: PersonId, courseId: CourseId): Promise<boolean> {
  const rows = await tx
    .select({ courseId: enrolment.courseId })
    .from(enrolment)
    .where(and(eq(enrolment.studentId, studentId), eq(enrolment.courseId, courseId)))
    .for('update');
  return rows.length > 0;
}

async function completeWhenDone(
  tx: Tx,
  studentId: PersonId,
  courseId: CourseId,
  now: Instant,
  after = 0,
): Promise<LearningAnswer> {
  const before = await whereTheyStand(tx, studentId, courseId, after);
  if (before.completedAt !== null || before.lessons === 0 || before.nextLesson !== null) return before;
  await tx
    .update(enrolment)
    .set({ completedAt: now })
    .where(and(eq(enrolment.studentId, studentId), eq(enrolment.courseId, courseId)));
  return { ...before, completedAt: toIso(now) };
}

async function whereTheyStand(tx: Tx, studentId: PersonId, courseId: CourseId, after = 0): Promise<LearningAnswer> {
  const lessons = await lessonsOf(tx, courseId, studentId);
  const completedAt = await databaseCatalog(tx).completedAt(studentId, courseId);
  return {
    courseId,
    lessons: lessons.length,
    done: lessons.filter(({ isDone }) => isDone).length,
    completedAt: completedAt && toIso(completedAt),
    nextLesson: nextToDo(lessons, after),
  };
}

function refuseUnfinished({ lessons, done }: LearningAnswer) {
  if (lessons === 0) return refuse('lessons_left', { message: 'This course has no lessons yet.', data: { left: 0 } });
  const left = lessons - done;
  const words = left === 1 ? 'One lesson of this course is' : `${left} lessons of this course are`;
  return refuse('lessons_left', { message: `${words} still to do. Nothing was changed.`, data: { left } });
}
