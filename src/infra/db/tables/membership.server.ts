import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PersonId } from '#shared/id.ts';
import type { Json } from '#shared/result.ts';
import { idColumn, instantColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';

/** What a link of a mail, or the page that asks for a code, may do. They live by the real clock, as sign-in does. */
export const LINK_PURPOSES = ['reset_password', 'confirm_email', 'stop_email', 'second_step'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

const date = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** What a mailed link opens, once. Its address is this id and our signature, which is stored nowhere. */
export const accountLink = pgTable(
  'account_link',
  {
    id: idColumn('id').primaryKey(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    purpose: text('purpose').$type<LinkPurpose>().notNull(),
    /** The address that an e-mail change leads to. */
    newEmail: text('new_email'),
    createdAt: date('created_at').notNull(),
    expiresAt: date('expires_at').notNull(),
    usedAt: date('used_at'),
  },
  (t) => [index('account_link_person').on(t.personId, t.purpose)],
);

/** A mail about an account: wanted with the change that asks for it, gone from here once it is sent. */
export const accountMail = pgTable(
  'account_mail',
  {
    id: idColumn('id').primaryKey(),
    /** Null when somebody typed an address that may be nobody's: who it is, is asked when the mail is written. */
    personId: idColumn<PersonId>('person_id').references(() => person.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    kind: text('kind').notNull(),
    data: jsonb('data').$type<Json>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: instantColumn('next_try_at').notNull(),
    createdAt: instantColumn('created_at').notNull(),
  },
  (t) => [index('account_mail_due').on(t.nextTryAt)],
);

/** A person's authenticator app: its secret sealed with our key, and the last time step whose code was taken. */
export const secondFactor = pgTable('second_factor', {
  personId: idColumn<PersonId>('person_id')
    .primaryKey()
    .references(() => person.id, { onDelete: 'cascade' }),
  sealedSecret: text('sealed_secret').notNull(),
  /** Null while it is being set up: until a first code is right it guards nothing. */
  confirmedAt: date('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  createdAt: date('created_at').notNull(),
});

/** What opens the account once when the app is lost; only its hash is kept. */
export const recoveryCode = pgTable(
  'recovery_code',
  {
    id: idColumn('id').primaryKey(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
    usedAt: date('used_at'),
  },
  (t) => [index('recovery_code_person').on(t.personId)],
);

/** A student who asks to teach. One is open at a time. */
export const tutorApplication = pgTable(
  'tutor_application',
  {
    id: idColumn('id').primaryKey(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    role: text('role').$type<'TUTOR' | 'MENTOR'>().notNull(),
    headline: text('headline').notNull(),
    bio: text('bio').notNull(),
    why: text('why').notNull(),
    status: text('status').$type<'OPEN' | 'ACCEPTED' | 'DECLINED'>().notNull().default('OPEN'),
    /** What the admin told the applicant. */
    reason: text('reason'),
    createdAt: instantColumn('created_at').notNull(),
    decidedAt: instantColumn('decided_at'),
  },
  (t) => [
    uniqueIndex('tutor_application_one_open')
      .on(t.personId)
      .where(sql`status = 'OPEN'`),
    index('tutor_application_status').on(t.status, t.id),
  ],
);

/** Every decision about who may teach: who took it, when and why. */
export const tutorDecision = pgTable(
  'tutor_decision',
  {
    id: idColumn('id').primaryKey(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id),
    adminId: idColumn<PersonId>('admin_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').$type<'ACCEPTED' | 'DECLINED' | 'SUSPENDED' | 'RESTORED'>().notNull(),
    reason: text('reason').notNull(),
    decidedAt: instantColumn('decided_at').notNull(),
  },
  (t) => [index('tutor_decision_person').on(t.personId, t.id)],
);
