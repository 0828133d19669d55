import { eq } from 'drizzle-orm';
import type { Tx } from '#infra/db/client.server.ts';
import { availability, dateOverride, weeklyHours } from '#infra/db/tables/availability.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Deletes a person's hours and their meeting link. */
export async function forgetPersonInAvailability(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(dateOverride).where(eq(dateOverride.tutorId, personId));
  await tx.delete(weeklyHours).where(eq(weeklyHours.tutorId, personId));
  await tx.delete(availability).where(eq(availability.tutorId, personId));
}
