import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import type { May } from '../gates.server.ts';

export type TutorToVerify = {
  id: string;
  name: string;
  email: string;
  role: string;
  headline: string | null;
  /** Since when somebody vouches for them; null while nobody does. */
  verifiedAt: string | null;
  joinedAt: string;
  suspended: boolean;
};

export type TutorPage = { tutors: TutorToVerify[]; nextCursor: string | null };

/** Tutors and mentors whom somebody vouches for, or nobody yet, in the order in which they joined. */
export async function tutorsByVerification(
  app: App,
  _admin: May<'platform.administer'>,
  isVerified: boolean,
  cursor?: string,
): Promise<TutorPage> {
  const rows = await app.db
    .select()
    .from(person)
    .where(
      and(
        inArray(person.role, ['TUTOR', 'MENTOR']),
        isVerified ? isNotNull(person.verifiedAt) : isNull(person.verifiedAt),
        cursor === undefined ? undefined : gt(person.id, readId<PersonId>(cursor)),
      ),
    )
    .orderBy(asc(person.id))
    .limit(settings.pageSize + 1);
  const page = rows.slice(0, settings.pageSize);
  return {
    tutors: page.map(({ id, name, email, role, headline, verifiedAt, suspendedAt, createdAt }) => ({
      id,
      name,
      email,
      role,
      headline,
      verifiedAt: verifiedAt === null ? null : toIso(verifiedAt),
      joinedAt: createdAt.toISOString(),
      suspended: suspendedAt !== null,
    })),
    nextCursor: rows.length > settings.pageSize ? (page.at(-1)?.id ?? null) : null,
  };
}

/** A tutor's or mentor's name and whether somebody vouches for them; null for anybody else. */
export async function verificationOf(
  app: App,
  _admin: May<'platform.administer'>,
  tutorId: PersonId,
): Promise<{ name: string; verified: boolean } | null> {
  const [row] = await app.db
    .select({ name: person.name, verifiedAt: person.verifiedAt })
    .from(person)
    .where(and(eq(person.id, tutorId), inArray(person.role, ['TUTOR', 'MENTOR'])));
  return row === undefined ? null : { name: row.name, verified: row.verifiedAt !== null };
}

/** How many wait for somebody to look. */
export async function countUnverified(app: App, _admin: May<'platform.administer'>): Promise<number> {
  return app.db.$count(
    person,
    sql`${person.role} in ('TUTOR', 'MENTOR') and ${person.verifiedAt} is null and ${person.suspendedAt} is null`,
  );
}
