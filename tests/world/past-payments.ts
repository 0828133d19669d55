import { and, eq, isNotNull } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { charge } from '#infra/db/tables/payments.server.ts';
import { assert } from '#shared/assert.ts';
import { toMs } from '#shared/time.ts';
import type { PastPayment } from '../fakes/paystack/transactions.ts';

/** What the world's students have paid so far, as Paystack would know it: without that none of it could be refunded. */
export async function pastPayments(app: App): Promise<PastPayment[]> {
  const rows = await app.db
    .select({ charge, email: person.email })
    .from(charge)
    .innerJoin(person, eq(person.id, charge.payerId))
    .where(and(eq(charge.status, 'SUCCEEDED'), isNotNull(charge.providerId)))
    .orderBy(charge.createdAt, charge.id);
  return rows.map(({ charge: { id, reference, providerId, capturedMinor, feeMinor, paidAt }, email }) => {
    assert(providerId !== null && capturedMinor !== null && paidAt !== null, `payment ${reference} is whole`);
    return {
      id: Number(providerId),
      reference,
      email,
      amountMinor: capturedMinor,
      metadata: { chargeId: id },
      feesMinor: feeMinor,
      paidAtMs: toMs(paidAt),
    };
  });
}
