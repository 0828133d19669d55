import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { storable } from '#shared/text.ts';
import { defineCommand } from '../command.server.ts';

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

/** An admin vouches for a tutor or mentor, or takes that back: only the verified are listed and booked. Sold sessions stay. */
export const verifyTutor = defineCommand({
  name: 'verifyTutor',
  permission: 'platform.administer',
  input,
  async run(app, admin, { tutorId, verified, reason }): Promise<Result<TutorView>> {
    return transact(app.db, async (tx) => {
      await lockPersons(tx, [tutorId]);
      const [suspended] = await tx
        .select({ id: person.id })
        .from(person)
        .where(and(eq(person.id, tutorId), isNotNull(person.suspendedAt)));
      if (suspended !== undefined) return refuse('suspended', { message: SUSPENDED });
      const [tutor] = await tx
        .update(person)
        .set({ verifiedAt: verified ? app.clock.now() : null })
        .where(and(eq(person.id, tutorId), inArray(person.role, ['TUTOR', 'MENTOR'])))
        .returning();
      if (tutor === undefined) return refuse('not_found');
      app.log.info({ tutorId, verified, adminId: admin.personId, reason }, 'a tutor was verified or not');
      return ok({ id: tutor.id, name: tutor.name, role: tutor.role, verified: tutor.verifiedAt !== null });
    });
  },
});
