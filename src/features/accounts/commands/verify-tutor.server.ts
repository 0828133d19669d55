import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { storable } from '#shared/text.ts';
import { defineCommand } from '../command.server.ts';
import { queueAccountMail } from './account-mail.server.ts';

const input = z.strictObject({
  tutorId: z
    .string({ error: 'Say which tutor.' })
    .max(100)
    .transform((text) => readId<PersonId>(text)),
  verified: z.union([z.boolean(), z.stringbool()]),
  reason: z.string().overwrite(storable).trim().min(1, 'Please say why.').max(settings.noteMaxLength),
});

const SUSPENDED = 'This tutor is suspended. Lift the suspension first. Nothing was changed.';

export type TutorView = { id: string; name: string; role: string; verified: boolean };

/** An admin vouches for a tutor or mentor, or takes that back: only the verified are listed and booked. Sold sessions stay. The tutor reads the reason in a mail, unless it was so already. */
export const verifyTutor = defineCommand({
  name: 'verifyTutor',
  permission: 'platform.administer',
  input,
  async run(app, admin, { tutorId, verified, reason }): Promise<Result<TutorView>> {
    return transact(app.db, async (tx) => {
      await lockPersons(tx, [tutorId]);
      const [before] = await tx
        .select({ verifiedAt: person.verifiedAt, suspendedAt: person.suspendedAt })
        .from(person)
        .where(eq(person.id, tutorId));
      if (before?.suspendedAt) return refuse('suspended', { message: SUSPENDED });
      const [tutor] = await tx
        .update(person)
        .set({ verifiedAt: verified ? app.clock.now() : null })
        .where(and(eq(person.id, tutorId), inArray(person.role, ['TUTOR', 'MENTOR'])))
        .returning();
      if (before === undefined || tutor === undefined) return refuse('not_found');
      if (verified !== (before.verifiedAt !== null)) {
        const kind = verified ? 'tutor_verified' : 'tutor_unverified';
        await queueAccountMail(app, tx, { personId: tutorId, email: tutor.email, kind, data: { reason } });
      }
      app.log.info({ tutorId, verified, adminId: admin.personId, reason }, 'a tutor was verified or not');
      return ok({ id: tutor.id, name: tutor.name, role: tutor.role, verified: tutor.verifiedAt !== null });
    });
  },
});
