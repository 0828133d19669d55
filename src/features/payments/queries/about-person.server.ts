import { asc, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import type { PersonId } from '#shared/id.ts';

/** A person's payments and what came back of them, at most `limit` rows a list, oldest first. */
export async function paymentsAbout(db: Executor, personId: PersonId, limit: number) {
  const payments = await db
    .select({
      reference: charge.reference,
      amountMinor: charge.amountMinor,
      currency: charge.currency,
      status: charge.status,
      channel: charge.channel,
      capturedMinor: charge.capturedMinor,
      refundedMinor: charge.refundedMinor,
      paidAt: charge.paidAt,
      createdAt: charge.createdAt,
    })
    .from(charge)
    .where(eq(charge.payerId, personId))
    .orderBy(asc(charge.createdAt))
    .limit(limit);
  const refunds = await db
    .select({
      reference: charge.reference,
      amountMinor: refund.amountMinor,
      currency: refund.currency,
      reason: refund.reason,
      status: refund.status,
      createdAt: refund.createdAt,
      processedAt: refund.processedAt,
    })
    .from(refund)
    .innerJoin(charge, eq(charge.id, refund.chargeId))
    .where(eq(charge.payerId, personId))
    .orderBy(asc(refund.createdAt))
    .limit(limit);
  return { payments, refunds };
}
