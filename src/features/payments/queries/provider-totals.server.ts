import { eq, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import { minor, type Minor } from '#shared/money.ts';

/** What Paystack has told us in its own answers, summed: `verify` for payments and fees, `GET /refund/:id` for refunds. */
export type ProviderTotals = { currency: string; capturedMinor: Minor; feesMinor: Minor; refundedMinor: Minor };

/** One line a currency. Reads every payment, so it is for an admin who looks at the books, not for a list. */
export async function providerTotals(db: Executor): Promise<ProviderTotals[]> {
  const [paid, returned] = await Promise.all([
    db
      .select({
        currency: sql<string>`coalesce(${charge.capturedCurrency}, ${charge.currency})`,
        captured: sql<number>`coalesce(sum(${charge.capturedMinor}), 0)`.mapWith(Number),
        fees: sql<number>`coalesce(sum(${charge.feeMinor}), 0)`.mapWith(Number),
      })
      .from(charge)
      .where(eq(charge.status, 'SUCCEEDED'))
      .groupBy(sql`1`)
      .orderBy(sql`1`),
    db
      .select({
        currency: refund.currency,
        refunded: sql<number>`coalesce(sum(${refund.amountMinor}), 0)`.mapWith(Number),
      })
      .from(refund)
      .where(eq(refund.status, 'PROCESSED'))
      .groupBy(refund.currency),
  ]);
  return paid.map(({ currency, captured, fees }) => ({
    currency,
    capturedMinor: minor(captured),
    feesMinor: minor(fees),
    refundedMinor: minor(returned.find((one) => one.currency === currency)?.refunded ?? 0),
  }));
}
