import { index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CourseId, LessonId, PersonId } from '#shared/id.ts';
import { idColumn, instantColumn, minorColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';

export const course = pgTable(
  'course',
  {
    id: idColumn<CourseId>('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    thumbnail: text('thumbnail'),
    priceMinor: minorColumn('price_minor').notNull(),
    currency: text('currency').notNull().default('NGN'),
    /** Who teaches it, and who made it: either may link offerings to it. */
    tutorId: idColumn<PersonId>('tutor_id').references(() => person.id),
    creatorId: idColumn<PersonId>('creator_id').references(() => person.id),
    createdAt: instantColumn('created_at').notNull(),
  },
  (t) => [index('course_tutor').on(t.tutorId, t.id), index('course_creator').on(t.creatorId, t.id)],
);

export const lesson = pgTable(
  'lesson',
  {
    id: idColumn<LessonId>('id').primaryKey(),
    courseId: idColumn<CourseId>('course_id')
      .notNull()
      .references(() => course.id),
    position: integer('position').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
  },
  (t) => [uniqueIndex('lesson_course').on(t.courseId, t.position)],
);

export const enrolment = pgTable(
  'enrolment',
  {
    courseId: idColumn<CourseId>('course_id')
      .notNull()
      .references(() => course.id),
    studentId: idColumn<PersonId>('student_id')
      .notNull()
      .references(() => person.id),
    enrolledAt: instantColumn('enrolled_at').notNull(),
    /** Set once, when all lessons are done; a lesson added later takes nothing back. */
    completedAt: instantColumn('completed_at'),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.courseId] }), index('enrolment_course').on(t.courseId, t.completedAt)],
);

/** One row a lesson that a student has done. */
export const lessonDone = pgTable(
  'lesson_done',
  {
    studentId: idColumn<PersonId>('student_id')
      .notNull()
      .references(() => person.id),
    lessonId: idColumn<LessonId>('lesson_id')
      .notNull()
      .references(() => lesson.id, { onDelete: 'cascade' }),
    /** The lesson's course, so that a progress is one range of the key. */
    courseId: idColumn<CourseId>('course_id')
      .notNull()
      .references(() => course.id),
    doneAt: instantColumn('done_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.courseId, t.lessonId] })],
);
