import { and, eq, ne } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { newId, type OfferingId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { copyTitle } from '../rules/copy-title.ts';
import { offeringIdInput } from '../schema.ts';
import type { OfferingView } from '../types.ts';
import { changeOfferings, refuseMore } from './manage.server.ts';

/**
 * Makes a copy of an own offering, titled so and paused: nobody books it before its owner has looked at it. Sessions
 * and statistics stay with the first. 404 for any other, 409 `too_many_offerings`.
 */
export const duplicateMentorshipOffering = defineCommand({
  name: 'duplicateMentorshipOffering',
  permission: 'offering.manage',
  input: offeringIdInput,
  run(app, tutor, { offeringId }): Promise<Result<OfferingView>> {
    return changeOfferings(app, tutor, async (tx) => {
      const own = and(
        eq(offering.id, offeringId),
        eq(offering.tutorId, tutor.personId),
        ne(offering.status, 'CANCELLED'),
      );
      const [first] = await tx.select().from(offering).where(own);
      if (first === undefined) return refuse('not_found', { message: 'Offering not found' });
      const refusal = await refuseMore(tx, tutor, 1);
      if (refusal !== null) return refusal;
      const now = app.clock.now();
      const id = newId<OfferingId>(app.random, now.epochMilliseconds);
      await tx.insert(offering).values({
        ...first,
        id,
        title: copyTitle(first.title),
        status: 'PAUSED',
        nextSlotAt: null,
        createdAt: now,
        updatedAt: now,
      });
      return ok(id);
    });
  },
});
