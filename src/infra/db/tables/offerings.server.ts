import { sql } from 'drizzle-orm';
import { boolean, customType, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import { idColumn, instantColumn, minorColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';
import { course } from './courses.server.ts';

export const OFFERING_STATUSES = ['SCHEDULED', 'PAUSED', 'CANCELLED'] as const;
export type OfferingStatus = (typeof OFFERING_STATUSES)[number];

export const offering = pgTable(
  'offering',
  {
    id: idColumn<OfferingId>('id').primaryKey(),
    tutorId: idColumn<PersonId>('tutor_id')
      .notNull()
      .references(() => person.id),
    courseId: idColumn<CourseId>('course_id').references(() => course.id),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    durationMinutes: integer('duration_minutes').notNull(),
    priceMinor: minorColumn('price_minor').notNull(),
    currency: text('currency').notNull().default('NGN'),
    takesInstant: boolean('takes_instant').notNull(),
    takesRequest: boolean('takes_request').notNull(),
    /** SCHEDULED is listed (once the tutor is verified), CANCELLED is deleted. */
    status: text('status').$type<OfferingStatus>().notNull().default('SCHEDULED'),
    /**
     * The first open slot, for cards and sorting: a projection of the tutor's hours and taken time that is
     * rewritten wherever those change, and by the sweep once it has passed. Booking never trusts it.
     */
    nextSlotAt: instantColumn('next_slot_at'),
    createdAt: instantColumn('created_at').notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    index('offering_tutor').on(t.tutorId, t.status, t.id),
    index('offering_course').on(t.courseId, t.status, t.nextSlotAt, t.id),
    index('offering_soonest').on(t.status, t.nextSlotAt, t.id),
    index('offering_price').on(t.status, t.priceMinor, t.id),
    index('offering_words').using('gin', sql`to_tsvector('simple', title)`),
    index('offering_newest').on(t.status, t.createdAt.desc(), t.id),
  ],
);

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * What an offering is found by: its title (A), its course's title (B), its tutor's name (C) and its description (D),
 * each as English stems and as plain words. Triggers write it (migration 0009). Beside the offering rather than in it,
 * so that a new next slot does not write the search index anew.
 */
export const offeringSearch = pgTable(
  'offering_search',
  {
    offeringId: idColumn<OfferingId>('offering_id')
      .primaryKey()
      .references(() => offering.id),
    search: tsvector('search').notNull(),
  },
  (t) => [index('offering_search_words').using('gin', t.search)],
);

/** Every word that stands in an offering, once: what a mistyped word is compared with. Words only ever join it. */
export const searchWord = pgTable('search_word', { word: text('word').primaryKey() }, (t) => [
  index('search_word_similar').using('gin', t.word.op('gin_trgm_ops')),
]);

/** How often an offering's page was opened on a UTC day, by anybody: counted, not recorded. */
export const offeringDay = pgTable(
  'offering_day',
  {
    offeringId: idColumn<OfferingId>('offering_id')
      .notNull()
      .references(() => offering.id),
    day: date('day', { mode: 'string' }).notNull(),
    views: integer('views').notNull(),
  },
  (t) => [primaryKey({ columns: [t.offeringId, t.day] })],
);
