import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import type { PersonId } from '#shared/id.ts';

/** What goes back to a payer and has not arrived, in minor units: one sum for each currency, none where nothing does. */
export function moneyOnItsWayTo(db: Executor, payerId: PersonId): Promise<{ amountMinor: number; currency: string }[]> {
  return db
    .select({
      amountMinor: sql<number>`sum(${refund.amountMinor})`.mapWith(Number),
      currency: refund.currency,
    })
    .from(refund)
    .innerJoin(charge, eq(charge.id, refund.chargeId))
    .where(
      and(
        eq(charge.payerId, payerId),
        inArray(refund.status, ['REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION']),
      ),
    )
    .groupBy(refund.currency)
    .orderBy(asc(refund.currency));
}
