import { and, count, eq, gt, ne, notInArray, or } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { OfferingId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { Instant } from '#shared/time.ts';
import { offeringIdInput } from '../schema.ts';

/**
 * Deletes an own offering: it stays in the books as CANCELLED and is seen nowhere any more. 409 `offering_in_use` with
 * the number of sessions in `data` while any is awaiting payment or the tutor, booked or under way.
 */
export const deleteMentorshipOffering = defineCommand({
  name: 'deleteMentorshipOffering',
  permission: 'offering.manage',
  input: offeringIdInput,
  run(app, tutor, { offeringId }): Promise<Result<{ success: true }>> {
    return transact(app.db, async (tx) => {
      // A booking takes the same lock before it reads the offering, so neither can slip past the other.
      await lockPersons(tx, [tutor.personId]);
      const now = app.clock.now();
      const [deleted] = await tx
        .update(offering)
        .set({ status: 'CANCELLED', nextSlotAt: null, updatedAt: now })
        .where(and(eq(offering.id, offeringId), eq(offering.tutorId, tutor.personId), ne(offering.status, 'CANCELLED')))
        .returning({ id: offering.id });
      if (deleted === undefined) return refuse('not_found', { message: 'Offering not found' });
      const sessions = await liveSessions(tx, offeringId, now);
      return sessions === 0 ? ok({ success: true as const }) : refuse('offering_in_use', { data: { sessions } });
    });
  },
});

/** Sessions that someone still counts on. A deadline that has passed counts as passed, swept or not. */
async function liveSessions(tx: Tx, offeringId: OfferingId, now: Instant): Promise<number> {
  const [row] = await tx
    .select({ sessions: count() })
    .from(session)
    .where(
      and(
        eq(session.offeringId, offeringId),
        or(
          and(eq(session.status, 'PENDING_MENTOR_REVIEW'), gt(session.approvalDeadline, now)),
          and(eq(session.status, 'PENDING_PAYMENT'), gt(session.paymentDeadline, now)),
          and(
            eq(session.status, 'SCHEDULED'),
            or(notInArray(session.paymentStatus, ['PENDING', 'FAILED']), gt(session.paymentDeadline, now)),
          ),
          eq(session.status, 'IN_PROGRESS'),
        ),
      ),
    );
  return row?.sessions ?? 0;
}
