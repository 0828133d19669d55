import { and, eq } from 'drizzle-orm';
import { queueAccountMail } from '#features/accounts/commands/account-mail.server.ts';
import { defineCommand } from '#features/accounts/command.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { tutorApplication, tutorDecision } from '#infra/db/tables/membership.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { applyInput, decideApplicationInput } from '../schema.ts';

export type ApplicationView = {
  id: string;
  role: 'TUTOR' | 'MENTOR';
  headline: string;
  bio: string;
  why: string;
  status: 'OPEN' | 'ACCEPTED' | 'DECLINED';
  reason: string | null;
  createdAt: string;
};

type Row = typeof tutorApplication.$inferSelect;

/** A student asks to teach. One application is open at a time: `already_applied`. */
export const applyAsTutor = defineCommand({
  name: 'applyAsTutor',
  permission: 'tutor.apply',
  input: applyInput,
  async run(app, student, input): Promise<Result<ApplicationView>> {
    const now = app.clock.now();
    return transact(app.db, async (tx) => {
      const present = await lockActor(tx, student);
      if (!present.ok) return present;
      const id = newId(app.random, now.epochMilliseconds);
      const [row] = await tx
        .insert(tutorApplication)
        .values({ id, personId: student.personId, ...input, status: 'OPEN', createdAt: now })
        .onConflictDoNothing()
        .returning();
      return row === undefined ? refuse('already_applied') : ok(viewApplication(row));
    });
  },
});

/**
 * An admin answers an application, with a reason that the applicant reads. Accepted, the student becomes a verified
 * tutor or mentor and their words go on their page. `wrong_state` when it has been answered.
 */
export const decideTutorApplication = defineCommand({
  name: 'decideTutorApplication',
  permission: 'platform.administer',
  input: decideApplicationInput,
  async run(app, admin, { applicationId, accept, reason }): Promise<Result<ApplicationView>> {
    return transact(app.db, async (tx) => {
      const [seen] = await tx.select().from(tutorApplication).where(eq(tutorApplication.id, applicationId));
      if (seen === undefined) return refuse('not_found');
      await lockPersons(tx, [seen.personId]);
      const [row] = await tx
        .update(tutorApplication)
        .set({ status: accept ? 'ACCEPTED' : 'DECLINED', reason, decidedAt: app.clock.now() })
        .where(and(eq(tutorApplication.id, applicationId), eq(tutorApplication.status, 'OPEN')))
        .returning();
      if (row === undefined) return refuse('wrong_state', { message: 'This application has been answered already.' });
      const applicant = accept ? await promote(app, tx, row) : await applicantOf(tx, row);
      if (applicant === null) return refuse('wrong_state', { message: 'This person is no student any more.' });
      await recordDecision(app, tx, { personId: row.personId, adminId: admin.personId, kind: row.status, reason });
      await queueAccountMail(app, tx, {
        personId: row.personId,
        email: applicant.email,
        kind: accept ? 'application_accepted' : 'application_declined',
        data: { reason, role: row.role },
      });
      return ok(viewApplication(row));
    });
  },
});

export function viewApplication({ id, role, headline, bio, why, status, reason, createdAt }: Row): ApplicationView {
  return { id, role, headline, bio, why, status, reason, createdAt: toIso(createdAt) };
}

type Decision = { personId: PersonId; adminId: PersonId; kind: string; reason: string };

/** Who decided what about whom, for ever. */
export async function recordDecision(app: App, tx: Tx, { kind, ...decision }: Decision): Promise<void> {
  const now = app.clock.now();
  const id = newId(app.random, now.epochMilliseconds);
  const values = { id, ...decision, kind: kind as (typeof tutorDecision.$inferInsert)['kind'], decidedAt: now };
  await tx.insert(tutorDecision).values(values);
}

async function promote(app: App, tx: Tx, { personId, role, headline, bio }: Row): Promise<{ email: string } | null> {
  const [row] = await tx
    .update(person)
    .set({ role, headline, bio, verifiedAt: app.clock.now(), updatedAt: new Date() })
    .where(and(eq(person.id, personId), eq(person.role, 'STUDENT')))
    .returning({ email: person.email });
  return row ?? null;
}

async function applicantOf(tx: Tx, { personId }: Row): Promise<{ email: string } | null> {
  const [row] = await tx.select({ email: person.email }).from(person).where(eq(person.id, personId));
  return row ?? null;
}
