import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PersonId } from '#shared/id.ts';
import { idColumn, instantColumn } from '../columns.server.ts';

export const ROLES = ['STUDENT', 'TUTOR', 'MENTOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

// Better Auth writes these four with Date values, so its own columns are plain timestamps with a zone.
const date = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const person = pgTable(
  'person',
  {
    id: idColumn<PersonId>('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    role: text('role').$type<Role>().notNull().default('STUDENT'),
    /** What a tutor says of themselves in one line; null for students. */
    headline: text('headline'),
    /** What a tutor tells of themselves on their page. */
    bio: text('bio'),
    timeZone: text('time_zone').notNull().default('Africa/Lagos'),
    /** Set while an admin vouches for a tutor or mentor; only then are their offerings listed. */
    verifiedAt: instantColumn('verified_at'),
    /** Set while a tutor may not teach here; `verifiedAt` is then null. */
    suspendedAt: instantColumn('suspended_at'),
    /** `verifiedAt` as it stood when they were suspended, to be given back when that is lifted. */
    verifiedBeforeAt: instantColumn('verified_before_at'),
    /** Set once, when the person asked us to forget them: what is left is a row without a name. */
    erasedAt: instantColumn('erased_at'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('person_email').on(t.email),
    index('person_role').on(t.role, t.id),
    index('person_words').using('gin', sql`to_tsvector('simple', name || ' ' || email)`),
  ],
);

export const authSession = pgTable(
  'auth_session',
  {
    id: idColumn('id').primaryKey(),
    token: text('token').notNull().unique(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    expiresAt: date('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('auth_session_person').on(t.personId)],
);

export const authAccount = pgTable(
  'auth_account',
  {
    id: idColumn('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    personId: idColumn<PersonId>('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: date('access_token_expires_at'),
    refreshTokenExpiresAt: date('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [
    index('auth_account_person').on(t.personId),
    uniqueIndex('auth_account_provider').on(t.providerId, t.accountId),
  ],
);

export const authVerification = pgTable(
  'auth_verification',
  {
    id: idColumn('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: date('expires_at').notNull(),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('auth_verification_identifier').on(t.identifier)],
);
