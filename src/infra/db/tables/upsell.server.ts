import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import { idColumn, instantColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';
import { course } from './courses.server.ts';
import { offering } from './offerings.server.ts';

/**
 * An offering that a student was shown after completing a course, and how far they went with it. One row for all of
 * it, so that each student counts once a step, however often they come back.
 */
export const courseSuggestion = pgTable(
  'course_suggestion',
  {
    studentId: idColumn<PersonId>('student_id')
      .notNull()
      .references(() => person.id),
    courseId: idColumn<CourseId>('course_id')
      .notNull()
      .references(() => course.id),
    offeringId: idColumn<OfferingId>('offering_id')
      .notNull()
      .references(() => offering.id),
    shownAt: instantColumn('shown_at').notNull(),
    clickedAt: instantColumn('clicked_at'),
    /** A time was held or asked for, or a free session booked. */
    bookedAt: instantColumn('booked_at'),
    paidAt: instantColumn('paid_at'),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.courseId, t.offeringId] }),
    index('course_suggestion_offering').on(t.offeringId, t.shownAt),
    index('course_suggestion_shown').on(t.shownAt),
  ],
);

/** A student who wants no mentors proposed after this course. */
export const courseSuggestionDismissal = pgTable(
  'course_suggestion_dismissal',
  {
    studentId: idColumn<PersonId>('student_id')
      .notNull()
      .references(() => person.id),
    courseId: idColumn<CourseId>('course_id')
      .notNull()
      .references(() => course.id),
    dismissedAt: instantColumn('dismissed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.courseId] })],
);
