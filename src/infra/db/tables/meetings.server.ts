import { sql } from 'drizzle-orm';
import { bigserial, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { SessionId } from '#shared/id.ts';
import { idColumn, instantColumn } from '../columns.server.ts';
import { webhookEvent } from './payments.server.ts';
import { session } from './sessions.server.ts';

export const ZOOM_STATES = ['WANTED', 'CREATED', 'REMOVED'] as const;
export type ZoomState = (typeof ZOOM_STATES)[number];

/**
 * What Zoom has, or should have, for one session. Every call is recorded here before it is made and after it was
 * answered, so that a crash in between is noticed. `start_url` has no column: whoever has it is the host.
 */
export const zoomMeeting = pgTable(
  'zoom_meeting',
  {
    sessionId: idColumn<SessionId>('session_id')
      .primaryKey()
      .references(() => session.id),
    state: text('state').$type<ZoomState>().notNull(),
    /** In whose name; set before the call that makes it. */
    host: text('host'),
    externalId: text('external_id').unique(),
    /** Kept when the meeting is lost at Zoom: then its people knew an address that has changed. */
    joinUrl: text('join_url'),
    passcode: text('passcode'),
    /** The start that Zoom knows. */
    startsAt: instantColumn('starts_at'),
    /** A meeting may exist that we have no id of: its making was not answered. */
    outcomeUnknown: boolean('outcome_unknown').notNull().default(false),
    /** Since the last success. */
    attempts: integer('attempts').notNull().default(0),
    /** Null: nothing to do. In the future: under way, or waiting after a failure. */
    nextTryAt: instantColumn('next_try_at'),
    /** The start before which Zoom was asked whether the meeting is still there. */
    checkedFor: instantColumn('checked_for'),
    lastError: text('last_error'),
    createdAt: instantColumn('created_at').notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    index('zoom_meeting_next_try')
      .on(t.nextTryAt)
      .where(sql`next_try_at is not null`),
    index('zoom_meeting_created')
      .on(t.startsAt)
      .where(sql`state = 'CREATED'`),
  ],
);

/** How many meetings were made or changed in a host's name in one UTC day: Zoom takes 100. */
export const zoomHostDay = pgTable(
  'zoom_host_day',
  {
    host: text('host').notNull(),
    /** `YYYY-MM-DD`. */
    day: text('day').notNull(),
    used: integer('used').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.day, t.host] })],
);

/** Who came and went, as the provider tells it; a person nobody could name has no side. No names, no addresses. */
export const meetingPresence = pgTable(
  'meeting_presence',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    event: text('event').$type<'started' | 'joined' | 'left' | 'ended'>().notNull(),
    side: text('side').$type<'student' | 'tutor'>(),
    happenedAt: instantColumn('happened_at').notNull(),
    webhookEventId: idColumn('webhook_event_id')
      .notNull()
      .references(() => webhookEvent.id),
  },
  (t) => [
    index('meeting_presence_session').on(t.sessionId, t.id),
    uniqueIndex('meeting_presence_once').on(t.webhookEventId),
  ],
);
