import { sql } from 'drizzle-orm';
import { customType, bigserial, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RefundPolicy } from '#shared/settings.ts';
import type { ChargeId, CourseId, OfferingId, PersonId, SessionId } from '#shared/id.ts';
import { idColumn, instantColumn, minorColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';
import { course } from './courses.server.ts';
import { offering } from './offerings.server.ts';

export const SESSION_STATUSES = [
  'PENDING_PAYMENT',
  'PENDING_MENTOR_REVIEW',
  'SCHEDULED',
  'IN_PROGRESS',
  'COMPLETED',
  'NO_SHOW',
  'CANCELLED',
  'REJECTED',
  'EXPIRED',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const PAYMENT_STATUSES = [
  'NOT_REQUIRED',
  'PENDING',
  'FAILED',
  'PAID',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const MONEY_STATES = ['PENDING', 'FROZEN', 'RELEASED'] as const;
export type MoneyState = (typeof MONEY_STATES)[number];

export const BOOKING_MODES = ['INSTANT', 'REQUEST'] as const;
export type BookingMode = (typeof BOOKING_MODES)[number];

export const session = pgTable(
  'session',
  {
    id: idColumn<SessionId>('id').primaryKey(),
    offeringId: idColumn<OfferingId>('offering_id')
      .notNull()
      .references(() => offering.id),
    tutorId: idColumn<PersonId>('tutor_id')
      .notNull()
      .references(() => person.id),
    studentId: idColumn<PersonId>('student_id')
      .notNull()
      .references(() => person.id),
    courseId: idColumn<CourseId>('course_id').references(() => course.id),
    /** The completed course whose card led here; null for every other booking. */
    sourceCourseId: idColumn<CourseId>('source_course_id').references(() => course.id),
    // Copied from the offering when booked: editing an offering never changes a sold session.
    title: text('title').notNull(),
    description: text('description').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    priceMinor: minorColumn('price_minor').notNull(),
    currency: text('currency').notNull(),
    platformBasisPoints: integer('platform_basis_points').notNull(),
    refundPolicy: text('refund_policy').$type<RefundPolicy>().notNull(),
    bufferBeforeMinutes: integer('buffer_before_minutes').notNull(),
    bufferAfterMinutes: integer('buffer_after_minutes').notNull(),
    bookingMode: text('booking_mode').$type<BookingMode>().notNull(),
    status: text('status').$type<SessionStatus>().notNull(),
    paymentStatus: text('payment_status').$type<PaymentStatus>().notNull(),
    startsAt: instantColumn('starts_at').notNull(),
    endsAt: instantColumn('ends_at').notNull(),
    startedAt: instantColumn('started_at'),
    endedAt: instantColumn('ended_at'),
    approvalDeadline: instantColumn('approval_deadline'),
    paymentDeadline: instantColumn('payment_deadline'),
    /** Set once, when a payment still under way at the bank moved the deadline. */
    deadlineExtendedAt: instantColumn('deadline_extended_at'),
    approvalNotes: text('approval_notes'),
    rejectedAt: instantColumn('rejected_at'),
    noShow: text('no_show').$type<'student' | 'tutor'>(),
    /** The one charge that settled this session. */
    settledChargeId: idColumn<ChargeId>('settled_charge_id'),
    /** What is kept of the price: all of it when paid, less once a refund is asked for. */
    keptMinor: minorColumn('kept_minor'),
    /** Where the shares of what is kept are: not yet the tutor's, held by a dispute, or released. */
    moneyState: text('money_state').$type<MoneyState>(),
    /** When the shares are released: 48 hours after the end, or at the scheduled end of a cancelled session. */
    releaseAt: instantColumn('release_at'),
    /** How often the student moved it, and where it stood before they did so first. */
    studentMoves: integer('student_moves').notNull().default(0),
    movedFrom: instantColumn('moved_from'),
    disputedAt: instantColumn('disputed_at'),
    disputedBy: text('disputed_by').$type<'student' | 'tutor'>(),
    disputeReason: text('dispute_reason'),
    resolvedAt: instantColumn('resolved_at'),
    meetingUrl: text('meeting_url'),
    meetingProvider: text('meeting_provider'),
    studentArrivedAt: instantColumn('student_arrived_at'),
    tutorArrivedAt: instantColumn('tutor_arrived_at'),
    version: integer('version').notNull().default(1),
    createdAt: instantColumn('created_at').notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    index('session_tutor').on(t.tutorId, t.status, t.startsAt, t.id),
    index('session_student').on(t.studentId, t.status, t.startsAt, t.id),
    // Lists of what is over run through years: each is one walk along its own index, newest first.
    index('session_tutor_over')
      .on(t.tutorId, t.startsAt, t.id)
      .where(sql`status in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED')`),
    index('session_student_over')
      .on(t.studentId, t.startsAt, t.id)
      .where(sql`status in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED')`),
    index('session_when').on(t.startsAt, t.id),
    index('session_overview').on(t.status, t.paymentStatus, t.startsAt, t.id),
    index('session_disputed')
      .on(t.tutorId, t.startsAt, t.id)
      .where(sql`disputed_at is not null and resolved_at is null`),
    index('session_offering').on(t.offeringId, t.status, t.startsAt, t.id),
    index('session_course').on(t.courseId),
    index('session_unpaid_deadline')
      .on(t.paymentDeadline)
      .where(sql`status in ('PENDING_PAYMENT', 'SCHEDULED') and payment_status in ('PENDING', 'FAILED')`),
    index('session_approval_deadline')
      .on(t.approvalDeadline)
      .where(sql`status = 'PENDING_MENTOR_REVIEW'`),
    index('session_release')
      .on(t.releaseAt)
      .where(sql`money_state = 'PENDING' and release_at is not null`),
    index('session_to_settle')
      .on(t.endsAt)
      .where(sql`status in ('SCHEDULED', 'IN_PROGRESS')`),
    index('session_to_remind')
      .on(t.startsAt)
      .where(sql`status = 'SCHEDULED' and payment_status in ('PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED')`),
    index('session_without_meeting')
      .on(t.startsAt)
      .where(sql`status = 'SCHEDULED' and payment_status in ('PAID', 'NOT_REQUIRED') and meeting_url is null`),
  ],
);

const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' });

/** One row a person a session that takes their time. An exclusion constraint refuses overlaps (migration 0001). */
export const takenTime = pgTable(
  'taken_time',
  {
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    during: tstzrange('during').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.personId] })],
);

/** Every transition of every session, for ever: who, when, from, to, why. */
export const sessionEvent = pgTable(
  'session_event',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    event: text('event').notNull(),
    /** Null when the clock or Paystack moved it. */
    personId: idColumn<PersonId>('person_id').references(() => person.id),
    actor: text('actor').$type<'student' | 'tutor' | 'admin' | 'clock' | 'paystack'>().notNull(),
    fromStatus: text('from_status').$type<SessionStatus>(),
    toStatus: text('to_status').$type<SessionStatus>().notNull(),
    why: text('why'),
    happenedAt: instantColumn('happened_at').notNull(),
  },
  (t) => [index('session_event_session').on(t.sessionId, t.id)],
);

/** Another time that the tutor offers for a session; it holds no time. One at a time. */
export const timeProposal = pgTable('time_proposal', {
  sessionId: idColumn<SessionId>('session_id')
    .primaryKey()
    .references(() => session.id),
  startsAt: instantColumn('starts_at').notNull(),
  message: text('message'),
  expiresAt: instantColumn('expires_at').notNull(),
  createdAt: instantColumn('created_at').notNull(),
});

/** What the two people of a session wrote to each other around it. */
export const sessionMessage = pgTable(
  'session_message',
  {
    id: idColumn('id').primaryKey(),
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    authorId: idColumn<PersonId>('author_id')
      .notNull()
      .references(() => person.id),
    body: text('body').notNull(),
    /** Set when this says that its author is running late, by so many minutes; then the words may be empty. */
    lateMinutes: integer('late_minutes'),
    createdAt: instantColumn('created_at').notNull(),
  },
  (t) => [index('session_message_session').on(t.sessionId, t.createdAt)],
);

/** An answer that a mail offers: bound to person, session, action and version, used once, by POST. Its signature is never stored. */
export const mailLink = pgTable(
  'mail_link',
  {
    id: idColumn('id').primaryKey(),
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    action: text('action').$type<'approve' | 'reject'>().notNull(),
    version: integer('version').notNull(),
    expiresAt: instantColumn('expires_at').notNull(),
    usedAt: instantColumn('used_at'),
  },
  (t) => [index('mail_link_session').on(t.sessionId)],
);

/** A question that only a person can answer. */
export const adminTask = pgTable(
  'admin_task',
  {
    id: idColumn('id').primaryKey(),
    kind: text('kind').notNull(),
    subjectId: text('subject_id').notNull(),
    detail: text('detail').notNull(),
    status: text('status').$type<'OPEN' | 'DONE'>().notNull().default('OPEN'),
    resolution: text('resolution'),
    createdAt: instantColumn('created_at').notNull(),
    resolvedAt: instantColumn('resolved_at'),
  },
  (t) => [index('admin_task_open').on(t.status, t.createdAt)],
);
