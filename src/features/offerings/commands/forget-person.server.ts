import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { courseSuggestionDismissal } from '#infra/db/tables/upsell.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Deletes a person's offerings and blanks their words. Sold sessions hold their own copy of the terms. */
export async function forgetPersonInOfferings(app: App, tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(courseSuggestionDismissal).where(eq(courseSuggestionDismissal.studentId, personId));
  await tx
    .update(offering)
    .set({
      status: 'CANCELLED',
      title: 'Deleted offering',
      description: '',
      nextSlotAt: null,
      updatedAt: app.clock.now(),
    })
    .where(eq(offering.tutorId, personId));
}
