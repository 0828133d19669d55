import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { course, enrolment, lesson, lessonDone } from '#infra/db/tables/courses.server.ts';
import { readId, type CourseId, type PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import { ownsCourse } from '../rules.ts';
import type { CoursePage, CourseView, LessonLine } from '../types.ts';

/** More than a course has; a list is never without a bound. */
const MAX_LESSONS = 300;
/** Who is signed out: a person whom no row knows. */
const NOBODY = readId<PersonId>('');

/**
 * The catalogue, newest first, with the viewer's progress. `cursor` is the last page's `nextCursor`; after one that is
 * not ours comes nothing. One query.
 */
export async function courseCatalogue(
  executor: Executor,
  cursor: string | null = null,
  viewerId: PersonId | null = null,
): Promise<CoursePage> {
  const after = cursor === null ? undefined : lt(course.id, readId<CourseId>(cursor));
  const rows = await selectCourses(executor, viewerId)
    .where(after)
    .orderBy(desc(course.id))
    .limit(settings.pageSize + 1);
  const shown = rows.slice(0, settings.pageSize).map((row) => viewCourse(row, viewerId));
  return { courses: shown, nextCursor: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}

/** One course with its lessons in order and what the viewer has done of them, or null. */
export async function courseWithLessons(
  executor: Executor,
  slug: string,
  viewerId: PersonId | null = null,
): Promise<{ course: CourseView; lessons: LessonLine[] } | null> {
  // PostgreSQL takes no NUL in a text, and an address may hold one.
  if (slug.includes('\0')) return null;
  const [row] = await selectCourses(executor, viewerId).where(eq(course.slug, slug)).limit(1);
  if (row === undefined) return null;
  return { course: viewCourse(row, viewerId), lessons: await lessonsOf(executor, row.id, viewerId) };
}

/** A course's lessons in order, with what this person has done of them. */
export function lessonsOf(executor: Executor, courseId: CourseId, viewerId: PersonId | null): Promise<LessonLine[]> {
  return executor
    .select({
      id: lesson.id,
      position: lesson.position,
      title: lesson.title,
      isDone: sql<boolean>`${lessonDone.doneAt} is not null`,
    })
    .from(lesson)
    .leftJoin(
      lessonDone,
      and(
        eq(lessonDone.studentId, viewerId ?? NOBODY),
        eq(lessonDone.courseId, lesson.courseId),
        eq(lessonDone.lessonId, lesson.id),
      ),
    )
    .where(eq(lesson.courseId, courseId))
    .orderBy(asc(lesson.position))
    .limit(MAX_LESSONS);
}

/** What a lesson says, or null. Show it to those who are enrolled and to the course's own people (`mayRead`). */
export async function lessonText(executor: Executor, courseId: CourseId, position: number): Promise<string | null> {
  const [row] = await executor
    .select({ body: lesson.body })
    .from(lesson)
    .where(and(eq(lesson.courseId, courseId), eq(lesson.position, position)))
    .limit(1);
  return row?.body ?? null;
}

/** With whoever teaches it, or made it while nobody does, and how far the viewer is. */
function selectCourses(executor: Executor, viewerId: PersonId | null) {
  const viewer = viewerId ?? NOBODY;
  return executor
    .select({
      id: course.id,
      slug: course.slug,
      title: course.title,
      summary: course.summary,
      thumbnail: course.thumbnail,
      tutorId: course.tutorId,
      creatorId: course.creatorId,
      teacherName: person.name,
      teacherImage: person.image,
      lessons: sql<number>`(select count(*)::int from lesson l where l.course_id = ${course.id})`,
      enrolledAt: enrolment.enrolledAt,
      completedAt: enrolment.completedAt,
      done: sql<number>`(select count(*)::int from lesson_done d where d.student_id = ${viewer}::uuid and d.course_id = ${course.id})`,
    })
    .from(course)
    .leftJoin(person, eq(person.id, sql`coalesce(${course.tutorId}, ${course.creatorId})`))
    .leftJoin(enrolment, and(eq(enrolment.studentId, viewer), eq(enrolment.courseId, course.id)));
}

type Row = Awaited<ReturnType<typeof selectCourses>>[number];

function viewCourse(row: Row, viewerId: PersonId | null): CourseView {
  const { id, slug, title, summary, thumbnail, teacherName, teacherImage, lessons } = row;
  return {
    id,
    slug,
    title,
    summary,
    thumbnail,
    teacher: teacherName === null ? null : { name: teacherName, avatar: teacherImage },
    lessons,
    progress:
      row.enrolledAt === null ? null : { done: row.done, completedAt: row.completedAt && toIso(row.completedAt) },
    isOwn: viewerId !== null && ownsCourse(row, viewerId),
  };
}
