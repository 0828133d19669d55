import { index, integer, jsonb, pgTable, primaryKey, text, date } from 'drizzle-orm/pg-core';
import type { RefundPolicy } from '#shared/settings.ts';
import type { PersonId } from '#shared/id.ts';
import { idColumn, instantColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';

/** How a tutor works: one row a tutor, made when they first save their hours or get their role. */
export const availability = pgTable('availability', {
  tutorId: idColumn<PersonId>('tutor_id')
    .primaryKey()
    .references(() => person.id),
  timeZone: text('time_zone').notNull(),
  bufferBeforeMinutes: integer('buffer_before_minutes').notNull(),
  bufferAfterMinutes: integer('buffer_after_minutes').notNull(),
  minNoticeMinutes: integer('min_notice_minutes').notNull(),
  horizonDays: integer('horizon_days').notNull(),
  /** Sessions a local day at most; null for no cap. */
  dailyCap: integer('daily_cap'),
  refundPolicy: text('refund_policy').$type<RefundPolicy>().notNull(),
  /** The tutor's own meeting link (https), used until a provider makes one. */
  meetingUrl: text('meeting_url'),
  updatedAt: instantColumn('updated_at').notNull(),
});

/** Weekly hours: wall-clock minutes of the day, `endMinute` 1440 is the next local midnight. */
export const weeklyHours = pgTable(
  'weekly_hours',
  {
    tutorId: idColumn<PersonId>('tutor_id')
      .notNull()
      .references(() => person.id),
    /** 0 is Sunday. */
    weekday: integer('weekday').notNull(),
    startMinute: integer('start_minute').notNull(),
    endMinute: integer('end_minute').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tutorId, t.weekday, t.startMinute] })],
);

/** Replaces the weekly hours of one local date; an empty list closes it. */
export const dateOverride = pgTable(
  'date_override',
  {
    tutorId: idColumn<PersonId>('tutor_id')
      .notNull()
      .references(() => person.id),
    localDate: date('local_date', { mode: 'string' }).notNull(),
    ranges: jsonb('ranges').$type<{ start: string; end: string }[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tutorId, t.localDate] }), index('date_override_tutor').on(t.tutorId, t.localDate)],
);
