import { and, eq, inArray } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { charge, chargeLine } from '#infra/db/tables/payments.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, newReference, type ChargeId, type SessionId } from '#shared/id.ts';
import { add, NO_MONEY } from '#shared/money.ts';
import { plusMinutes } from '#shared/time.ts';
import { pollUntil } from '../rules.ts';
import type { ChargeOrder } from '../types.ts';

/** Records the intent to collect a payment, in the caller's transaction. Paystack hears of it after the commit. */
export async function createCharge(app: App, tx: Tx, order: ChargeOrder): Promise<ChargeId> {
  const now = app.clock.now();
  const id = newId<ChargeId>(app.random, now.epochMilliseconds);
  assert(add(...order.lines.map((line) => line.amountMinor)) === order.amountMinor, 'the lines add up to the charge');
  await tx.insert(charge).values({
    id,
    reference: newReference(app.random),
    payerId: order.payerId,
    amountMinor: order.amountMinor,
    currency: order.currency,
    status: 'CREATED',
    offersBankTransfer: order.offersBankTransfer,
    refundingMinor: NO_MONEY,
    refundedMinor: NO_MONEY,
    nextPollAt: plusMinutes(now, 2),
    pollUntil: pollUntil(order.payUntil),
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(chargeLine).values(
    order.lines.map((line) => ({
      chargeId: id,
      sessionId: line.sessionId as SessionId,
      amountMinor: line.amountMinor,
    })),
  );
  return id;
}

/** Gives up attempts that were never opened or were declined; they are still asked about, since money may come late. */
export async function abandonCharges(app: App, tx: Tx, chargeIds: readonly ChargeId[]): Promise<void> {
  if (chargeIds.length === 0) return;
  await tx
    .update(charge)
    .set({ status: 'ABANDONED', updatedAt: app.clock.now() })
    .where(and(inArray(charge.id, [...chargeIds]), inArray(charge.status, ['CREATED', 'OPEN', 'FAILED'])));
}

/** Moves the time until which Paystack is asked, when a deadline was extended. */
export async function keepPolling(tx: Tx, chargeId: ChargeId, payUntil: ChargeOrder['payUntil']): Promise<void> {
  await tx
    .update(charge)
    .set({ pollUntil: pollUntil(payUntil) })
    .where(eq(charge.id, chargeId));
}
