import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { tutorDecision } from '#infra/db/tables/membership.server.ts';
import { suspensionParagraphs } from '../rules/suspension-words.ts';

/** What a suspended tutor reads on their own pages; null for one who is not suspended. */
export async function ownSuspension(app: App, teacher: May<'session.teach'>): Promise<string[] | null> {
  const [row] = await app.db
    .select({ reason: tutorDecision.reason })
    .from(person)
    .leftJoin(tutorDecision, and(eq(tutorDecision.personId, person.id), eq(tutorDecision.kind, 'SUSPENDED')))
    .where(and(eq(person.id, teacher.personId), isNotNull(person.suspendedAt)))
    .orderBy(desc(tutorDecision.id))
    .limit(1);
  return row === undefined ? null : suspensionParagraphs(row.reason ?? undefined, app.config.mail.supportEmail);
}
