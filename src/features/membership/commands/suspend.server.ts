import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { queueAccountMail } from '#features/accounts/commands/account-mail.server.ts';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import { bookingsToEnd } from '#features/sessions/commands/end-bookings.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { TUTOR_SUSPENDED } from '../events.ts';
import { restoreInput, suspendInput, tutorInput } from '../schema.ts';
import { recordDecision } from './apply.server.ts';

export type SuspensionPreview = {
  /** `verified`: whether somebody vouches for them; once suspended, whether somebody did, and will again. */
  tutor: { id: string; name: string; suspended: boolean; verified: boolean };
  sessions: { id: string; title: string; startsAt: string; refundMinor: number; currency: string }[];
  refundMinor: number;
};

/** What a suspension would cancel now, and what students would get back: all that they paid. Changes nothing. */
export const previewTutorSuspension = defineCommand({
  name: 'previewTutorSuspension',
  permission: 'platform.administer',
  input: tutorInput,
  async run(app, _admin, { tutorId }): Promise<Result<SuspensionPreview>> {
    const [tutor] = await app.db.select().from(person).where(teacher(tutorId));
    if (tutor === undefined) return refuse('not_found');
    const sessions = await ahead(app, app.db, tutorId);
    return ok({
      tutor: {
        id: tutor.id,
        name: tutor.name,
        suspended: tutor.suspendedAt !== null,
        verified: (tutor.verifiedAt ?? tutor.verifiedBeforeAt) !== null,
      },
      sessions,
      refundMinor: sessions.reduce((sum, { refundMinor }) => sum + refundMinor, 0),
    });
  },
});

export type SuspensionView = { id: string; name: string; suspended: boolean; verified: boolean; sessions: number };

/**
 * Stops a tutor or mentor from teaching: unlisted at once, and a job cancels what lies ahead with full refunds. 409
 * `suspended` when that is so already, `version_conflict` with the new count when the preview is not true any more.
 */
export const suspendTutor = defineCommand({
  name: 'suspendTutor',
  permission: 'platform.administer',
  input: suspendInput,
  async run(app, admin, { tutorId, reason, expectedSessions }): Promise<Result<SuspensionView>> {
    return transact(app.db, async (tx) => {
      await lockPersons(tx, [tutorId]);
      const [tutor] = await tx
        .update(person)
        .set({
          suspendedAt: app.clock.now(),
          verifiedAt: null,
          verifiedBeforeAt: sql`${person.verifiedAt}`,
          updatedAt: new Date(),
        })
        .where(and(teacher(tutorId), isNull(person.suspendedAt)))
        .returning();
      if (tutor === undefined) return refuse((await isTeacher(tx, tutorId)) ? 'suspended' : 'not_found');
      const sessions = (await ahead(app, tx, tutorId)).length;
      if (expectedSessions !== undefined && expectedSessions !== sessions) {
        return refuse('version_conflict', { message: CHANGED, data: { sessions } });
      }
      await recordDecision(app, tx, { personId: tutorId, adminId: admin.personId, kind: 'SUSPENDED', reason });
      await queueAccountMail(app, tx, {
        personId: tutorId,
        email: tutor.email,
        kind: 'tutor_suspended',
        data: { reason },
      });
      await app.jobs.enqueue(tx, TUTOR_SUSPENDED, { tutorId });
      return ok({ id: tutor.id, name: tutor.name, suspended: true, verified: false, sessions });
    });
  },
});

const CHANGED = 'What would be cancelled has changed a moment ago. Look again, then confirm. Nothing was changed.';

/** Lifts a suspension: the tutor is verified and listed again if they were before it. What was cancelled stays so. */
export const restoreTutor = defineCommand({
  name: 'restoreTutor',
  permission: 'platform.administer',
  input: restoreInput,
  async run(app, admin, { tutorId, reason }): Promise<Result<SuspensionView>> {
    return transact(app.db, async (tx) => {
      await lockPersons(tx, [tutorId]);
      const [tutor] = await tx
        .update(person)
        .set({
          suspendedAt: null,
          verifiedAt: sql`${person.verifiedBeforeAt}`,
          verifiedBeforeAt: null,
          updatedAt: new Date(),
        })
        .where(and(teacher(tutorId), isNotNull(person.suspendedAt)))
        .returning();
      if (tutor === undefined) return refuse('not_found');
      const verified = tutor.verifiedAt !== null;
      await recordDecision(app, tx, { personId: tutorId, adminId: admin.personId, kind: 'RESTORED', reason });
      await queueAccountMail(app, tx, {
        personId: tutorId,
        email: tutor.email,
        kind: 'tutor_restored',
        data: { reason, verified },
      });
      return ok({ id: tutor.id, name: tutor.name, suspended: false, verified, sessions: 0 });
    });
  },
});

async function ahead(app: App, db: Executor, tutorId: PersonId): Promise<SuspensionPreview['sessions']> {
  const found = await bookingsToEnd(app, db, { personId: tutorId, side: 'tutor', by: 'admin' });
  return found.map(({ row, refundMinor }) => ({
    id: row.id,
    title: row.title,
    startsAt: toIso(row.startsAt),
    refundMinor,
    currency: row.currency,
  }));
}

function teacher(tutorId: PersonId) {
  return and(eq(person.id, tutorId), inArray(person.role, ['TUTOR', 'MENTOR']));
}

async function isTeacher(db: Executor, tutorId: PersonId): Promise<boolean> {
  return (await db.$count(person, teacher(tutorId))) > 0;
}
