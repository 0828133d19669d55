import { and, eq, isNotNull } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { OfferingId } from '#shared/id.ts';

/** An offering as booking needs it; null unless it is listed: SCHEDULED, by a verified tutor who has set hours. */
export async function bookableOffering(db: Executor, id: OfferingId) {
  const [row] = await db
    .select({
      id: offering.id,
      tutorId: offering.tutorId,
      courseId: offering.courseId,
      title: offering.title,
      description: offering.description,
      durationMinutes: offering.durationMinutes,
      priceMinor: offering.priceMinor,
      currency: offering.currency,
      takesInstant: offering.takesInstant,
      takesRequest: offering.takesRequest,
      bufferBeforeMinutes: availability.bufferBeforeMinutes,
      bufferAfterMinutes: availability.bufferAfterMinutes,
      refundPolicy: availability.refundPolicy,
    })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .innerJoin(availability, eq(availability.tutorId, offering.tutorId))
    .where(and(eq(offering.id, id), eq(offering.status, 'SCHEDULED'), isNotNull(person.verifiedAt)));
  return row ?? null;
}

export type BookableOffering = NonNullable<Awaited<ReturnType<typeof bookableOffering>>>;
