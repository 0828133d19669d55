import { eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import { post } from '#features/ledger/commands.server.ts';
import { unappliedRefundRequested, type RefundMove, type Transfer } from '#features/ledger/rules.ts';
import { assert } from '#shared/assert.ts';
import { newId, type ChargeId, type RefundId } from '#shared/id.ts';
import type { Minor } from '#shared/money.ts';
import { REFUND_REQUESTED } from '../events.ts';
import { refundableMinor } from '../rules.ts';

export type RefundOrder = { chargeId: ChargeId; amountMinor: Minor; reason: string } & (
  | { source: 'unapplied' }
  /** Whoever sold something says from which accounts the money comes. */
  | { source: 'session'; move(refund: RefundMove): Transfer }
);

/**
 * Records the intent to give money back and moves it to `refunds_in_flight`; a job asks Paystack after the
 * commit. One at a time is in flight for a charge; another one recorded meanwhile waits for its end. The database
 * refuses more than was captured.
 */
export async function requestRefund(app: App, tx: Tx, order: RefundOrder): Promise<RefundId> {
  const now = app.clock.now();
  const [row] = await tx.select().from(charge).where(eq(charge.id, order.chargeId)).for('update');
  assert(row !== undefined, `charge ${order.chargeId} exists`);
  assert(row.capturedCurrency !== null, 'only a captured charge can be refunded');
  assert(order.amountMinor <= refundableMinor(row), 'never more is refunded than was captured');
  const id = newId<RefundId>(app.random, now.epochMilliseconds);
  await tx.insert(refund).values({
    id,
    chargeId: order.chargeId,
    amountMinor: order.amountMinor,
    currency: row.capturedCurrency,
    source: order.source,
    reason: order.reason,
    status: 'REQUESTED',
    nextTryAt: now,
    createdAt: now,
    updatedAt: now,
  });
  await tx
    .update(charge)
    .set({ refundingMinor: sql`${charge.refundingMinor} + ${order.amountMinor}`, updatedAt: now })
    .where(eq(charge.id, order.chargeId));
  const move = {
    refundId: id,
    chargeId: order.chargeId,
    amountMinor: order.amountMinor,
    currency: row.capturedCurrency,
  };
  await post(app, tx, order.source === 'session' ? order.move(move) : unappliedRefundRequested(move));
  await app.jobs.enqueue(tx, REFUND_REQUESTED, { refundId: id });
  return id;
}
