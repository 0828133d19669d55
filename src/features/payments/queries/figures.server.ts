import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';

export type PaymentFigures = {
  /** Created or opened at Paystack and not decided there. */
  openCharges: number;
  /** Money that came and that nobody has taken or sent back yet: normally gone within a second. */
  undecidedCharges: number;
  /** Refunds that have not ended, by status. */
  refunds: Record<string, number>;
};

const REFUNDS_UNDER_WAY = ['REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION'] as const;

/** How many payments and refunds are under way. */
export async function paymentFigures(db: Executor): Promise<PaymentFigures> {
  const [openCharges, undecidedCharges, refunds] = await Promise.all([
    db.$count(charge, inArray(charge.status, ['CREATED', 'OPEN'])),
    db.$count(charge, and(eq(charge.status, 'SUCCEEDED'), isNull(charge.decidedAt))),
    db
      .select({ status: refund.status, refunds: sql<number>`count(*)::int` })
      .from(refund)
      .where(inArray(refund.status, REFUNDS_UNDER_WAY))
      .groupBy(refund.status),
  ]);
  return {
    openCharges,
    undecidedCharges,
    refunds: Object.fromEntries(refunds.map((row) => [row.status, row.refunds])),
  };
}
