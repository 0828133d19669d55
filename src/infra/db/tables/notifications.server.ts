import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PersonId, SessionId } from '#shared/id.ts';
import type { Json } from '#shared/result.ts';
import { idColumn, instantColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';
import { session } from './sessions.server.ts';

/** What a person was told: the row is the truth, pushes and mails follow it. */
export const notification = pgTable(
  'notification',
  {
    id: idColumn('id').primaryKey(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    /** Counts up by one a person, without gaps, so that a client knows what it missed. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    /** The same event never tells the same person twice. */
    onceKey: text('once_key').notNull(),
    sessionId: idColumn<SessionId>('session_id').references(() => session.id),
    data: jsonb('data').$type<Json>().notNull(),
    /** As its reader's settings were: whether a toast shows it. It is in the history either way. */
    showsToast: boolean('shows_toast').notNull().default(true),
    createdAt: instantColumn('created_at').notNull(),
    readAt: instantColumn('read_at'),
  },
  (t) => [
    uniqueIndex('notification_person_seq').on(t.personId, t.seq),
    uniqueIndex('notification_once').on(t.personId, t.onceKey),
    index('notification_unread')
      .on(t.personId)
      .where(sql`read_at is null`),
  ],
);

/** The last sequence number given to a person; its row lock orders their notifications. */
export const notificationCounter = pgTable('notification_counter', {
  personId: idColumn<PersonId>('person_id')
    .primaryKey()
    .references(() => person.id),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
});

/** One mail for one notification. */
export const mailDelivery = pgTable(
  'mail_delivery',
  {
    notificationId: idColumn('notification_id')
      .primaryKey()
      .references(() => notification.id),
    status: text('status').$type<'QUEUED' | 'SENT' | 'FAILED' | 'DROPPED'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: instantColumn('next_try_at'),
    lastError: text('last_error'),
    sentAt: instantColumn('sent_at'),
    /** When it is worth nothing any more: a reminder that comes after the start is dropped. */
    worthUntil: instantColumn('worth_until'),
  },
  (t) => [
    index('mail_delivery_queued')
      .on(t.nextTryAt)
      .where(sql`status = 'QUEUED'`),
  ],
);

/** What a person turned off, or on again, by group of events and channel. No row: on. */
export const notificationSetting = pgTable(
  'notification_setting',
  {
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    eventGroup: text('event_group').notNull(),
    channel: text('channel').$type<'mail' | 'toast'>().notNull(),
    enabled: boolean('enabled').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.eventGroup, t.channel] })],
);
