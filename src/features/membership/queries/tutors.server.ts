import { and, asc, desc, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { databaseCatalog } from '#features/courses/queries.server.ts';
import { listedOfferingsOf } from '#features/offerings/queries/about-person.server.ts';
import type { OfferingView } from '#features/offerings/types.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { tutorApplication, tutorDecision } from '#infra/db/tables/membership.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import { viewApplication, type ApplicationView } from '../commands/apply.server.ts';

export type TutorPageView = {
  tutor: {
    id: string;
    name: string;
    avatar: string | null;
    headline: string | null;
    bio: string | null;
    role: 'TUTOR' | 'MENTOR';
    verified: true;
    timeZone: string;
  };
  offerings: OfferingView[];
  courses: { id: string; title: string; slug: string }[];
};

/** A tutor's public page. Only of the verified: anybody else, suspended or erased ones too, is null. */
export async function tutorPage(app: App, tutorId: PersonId): Promise<TutorPageView | null> {
  const [row] = await app.db
    .select()
    .from(person)
    .where(and(eq(person.id, tutorId), inArray(person.role, ['TUTOR', 'MENTOR']), isNotNull(person.verifiedAt)));
  if (row === undefined) return null;
  const [offerings, courses] = await Promise.all([
    listedOfferingsOf(app, tutorId),
    databaseCatalog(app.db).coursesOwnedBy(tutorId),
  ]);
  const { id, name, image, headline, bio, timeZone } = row;
  const role = row.role === 'MENTOR' ? 'MENTOR' : 'TUTOR';
  return {
    tutor: { id, name, avatar: image, headline, bio, role, verified: true, timeZone },
    offerings,
    courses: courses.map(({ id: courseId, title, slug }) => ({ id: courseId, title, slug })),
  };
}

/** A person's latest application, or null. */
export async function latestApplication(app: App, me: May<'account.manage'>): Promise<ApplicationView | null> {
  const [row] = await app.db
    .select()
    .from(tutorApplication)
    .where(eq(tutorApplication.personId, me.personId))
    .orderBy(desc(tutorApplication.id))
    .limit(1);
  return row === undefined ? null : viewApplication(row);
}

export type ApplicationToRead = ApplicationView & { name: string; email: string };
export type ApplicationPage = { applications: ApplicationToRead[]; nextCursor: string | null };

/** Applications that nobody has answered, oldest first. */
export async function openApplications(
  app: App,
  _admin: May<'platform.administer'>,
  cursor?: string,
): Promise<ApplicationPage> {
  const rows = await app.db
    .select({ application: tutorApplication, name: person.name, email: person.email })
    .from(tutorApplication)
    .innerJoin(person, eq(person.id, tutorApplication.personId))
    .where(
      and(
        eq(tutorApplication.status, 'OPEN'),
        cursor === undefined ? undefined : gt(tutorApplication.id, readId(cursor)),
      ),
    )
    .orderBy(asc(tutorApplication.id))
    .limit(settings.pageSize + 1);
  const page = rows.slice(0, settings.pageSize);
  return {
    applications: page.map(({ application, name, email }) => ({ ...viewApplication(application), name, email })),
    nextCursor: rows.length > settings.pageSize ? (page.at(-1)?.application.id ?? null) : null,
  };
}

/** How many applications wait to be read. */
export function countApplications(app: App, _admin: May<'platform.administer'>): Promise<number> {
  return app.db.$count(tutorApplication, eq(tutorApplication.status, 'OPEN'));
}

export type Decision = { kind: string; reason: string; by: string; at: string };

/** What was decided about a tutor, the latest first. */
export async function decisionsAbout(
  app: App,
  _admin: May<'platform.administer'>,
  tutorId: PersonId,
): Promise<Decision[]> {
  const rows = await app.db
    .select({ kind: tutorDecision.kind, reason: tutorDecision.reason, at: tutorDecision.decidedAt, by: person.name })
    .from(tutorDecision)
    .innerJoin(person, eq(person.id, tutorDecision.adminId))
    .where(eq(tutorDecision.personId, tutorId))
    .orderBy(desc(tutorDecision.id))
    .limit(settings.pageSize);
  return rows.map(({ at, ...row }) => ({ ...row, at: toIso(at) }));
}
