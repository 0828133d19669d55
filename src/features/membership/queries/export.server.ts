import { asc, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { availabilityAbout } from '#features/availability/queries/about-person.server.ts';
import { enrolmentsAbout } from '#features/courses/queries/about-person.server.ts';
import { deviceWords } from '#features/accounts/rules/device-words.ts';
import { secondFactorState } from '#features/accounts/queries/second-factor.server.ts';
import { walletEntriesAbout } from '#features/ledger/queries/about-person.server.ts';
import { notificationsAbout } from '#features/notifications/queries/about-person.server.ts';
import { offeringsAbout } from '#features/offerings/queries/about-person.server.ts';
import { paymentsAbout } from '#features/payments/queries/about-person.server.ts';
import { sessionsAbout } from '#features/sessions/queries/about-person.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { tutorApplication, tutorDecision } from '#infra/db/tables/membership.server.ts';
import { toIso } from '#shared/time.ts';

/** Of any one list. Nobody comes near; who does is told so in the file. */
export const EXPORT_LIMIT = 5_000;

/**
 * Everything that we hold about a person, for themselves, as plain JSON. Of others only what this person was told of them
 * in notifications: their names and what they wrote, and never an address.
 */
export async function exportPerson(app: App, actor: May<'account.manage'>, limit = EXPORT_LIMIT) {
  const { db } = app;
  const id = actor.personId;
  const lists = {
    ...(await sessionsAbout(db, id, limit)),
    ...(await paymentsAbout(db, id, limit)),
    notifications: await notificationsAbout(db, id, limit),
    enrolments: await enrolmentsAbout(db, id, limit),
    offerings: await offeringsAbout(db, id, limit),
    walletEntries: await walletEntriesAbout(db, id, limit),
    applications: await db
      .select()
      .from(tutorApplication)
      .where(eq(tutorApplication.personId, id))
      .orderBy(asc(tutorApplication.id))
      .limit(limit),
    decisions: await decisionsAbout(app, id, limit),
    devices: await devicesAbout(app, id, limit),
  };
  const cut = Object.entries(lists).flatMap(([name, list]) => (list.length === limit ? [name] : []));
  return {
    madeAt: toIso(app.clock.now()),
    about: 'Everything that Mentorship holds about you. Amounts are in minor units (kobo), times are UTC.',
    /** Lists of which there is more than fits. */
    notWhole: cut,
    person: await personAbout(app, id),
    availability: await availabilityAbout(db, id, limit),
    ...lists,
  };
}

async function personAbout(app: App, id: May<'account.manage'>['personId']) {
  const [row] = await app.db.select().from(person).where(eq(person.id, id));
  return { ...row, authenticatorApp: (await secondFactorState(app, id)).isOn };
}

function decisionsAbout(app: App, id: May<'account.manage'>['personId'], limit: number) {
  return app.db
    .select({ kind: tutorDecision.kind, reason: tutorDecision.reason, decidedAt: tutorDecision.decidedAt })
    .from(tutorDecision)
    .where(eq(tutorDecision.personId, id))
    .orderBy(asc(tutorDecision.id))
    .limit(limit);
}

/** Without the tokens, which open the account. */
async function devicesAbout(app: App, id: May<'account.manage'>['personId'], limit: number) {
  const rows = await app.db
    .select({ userAgent: authSession.userAgent, createdAt: authSession.createdAt, lastSeenAt: authSession.updatedAt })
    .from(authSession)
    .where(eq(authSession.personId, id))
    .orderBy(asc(authSession.createdAt))
    .limit(limit);
  return rows.map((row) => ({ device: deviceWords(row.userAgent), ...row }));
}
