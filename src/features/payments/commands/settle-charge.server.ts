import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { charge } from '#infra/db/tables/payments.server.ts';
import type { Transaction } from '#infra/paystack/transactions.server.ts';
import { post } from '#features/ledger/commands.server.ts';
import { chargeFee, chargeReceived } from '#features/ledger/rules.ts';
import { assert } from '#shared/assert.ts';
import type { ChargeId } from '#shared/id.ts';
import { isOurReference } from '#shared/id.ts';
import { isBefore } from '#shared/time.ts';
import { openAdminTask } from './open-admin-task.server.ts';
import { requestRefund } from './request-refund.server.ts';
import { CHARGE_FAILED, CHARGE_SETTLED } from '../events.ts';
import { isRefundable, mismatchOf, nextPoll, nextPollUnanswered } from '../rules.ts';
import type { Mismatch, SettleOutcome } from '../types.ts';

type Charge = typeof charge.$inferSelect;

/**
 * Asks Paystack what became of a payment and records it, once. The webhook, the callback page and the sweep
 * all call this, at any time and as often as they like. A reference that is not ours is left alone.
 */
export async function settleCharge(app: App, reference: string): Promise<SettleOutcome> {
  if (!isOurReference(reference)) return { state: 'not_ours' };
  const known = await findCharge(app, reference);
  if (known === null) return { state: 'not_ours' };
  if (known.status === 'SUCCEEDED')
    return { state: known.mismatch === null ? 'settled' : 'mismatched', chargeId: known.id };
  const answer = await app.paystack.verify(reference);
  if (!answer.ok) {
    app.log.warn({ chargeId: known.id, error: answer.error }, 'Paystack could not be asked about a payment');
    await inTransaction(app.db, (tx) => askAgain(app, tx, known.id));
    return { state: 'unavailable' };
  }
  faultPoint(app, 'charge.verified');
  const outcome = await inTransaction(app.db, (tx) => record(app, tx, known.id, answer.value));
  faultPoint(app, 'charge.settled');
  return outcome;
}

async function findCharge(app: App, reference: string): Promise<Charge | null> {
  const [row] = await app.db.select().from(charge).where(eq(charge.reference, reference));
  return row ?? null;
}

async function record(app: App, tx: Tx, chargeId: ChargeId, transaction: Transaction | null): Promise<SettleOutcome> {
  const row = await lockCharge(tx, chargeId);
  if (row.status === 'SUCCEEDED') return { state: row.mismatch === null ? 'settled' : 'mismatched', chargeId };
  if (row.mismatch !== null) return { state: 'needs_admin', chargeId };
  if (transaction === null) return recordUnpaid(app, tx, row, null);
  if (transaction.status === 'success') return recordSuccess(app, tx, row, transaction);
  if (transaction.status === 'failed') return recordFailure(app, tx, row);
  return recordUnpaid(app, tx, row, transaction.status);
}

async function lockCharge(tx: Tx, chargeId: ChargeId): Promise<Charge> {
  const [row] = await tx.select().from(charge).where(eq(charge.id, chargeId)).for('update');
  assert(row !== undefined, `charge ${chargeId} exists`);
  return row;
}

async function recordSuccess(app: App, tx: Tx, row: Charge, transaction: Transaction): Promise<SettleOutcome> {
  const chargeId = row.id;
  const mismatch = mismatchOf(
    row,
    { ...transaction, metadataChargeId: metadataChargeId(transaction) },
    app.config.paystack.domain,
  );
  if (mismatch !== null && !isRefundable(mismatch)) return leaveToAdmin(app, tx, row, mismatch);
  await tx
    .update(charge)
    .set({
      status: 'SUCCEEDED',
      providerStatus: 'success',
      providerId: transaction.id,
      channel: transaction.channel,
      capturedMinor: transaction.amountMinor,
      capturedCurrency: transaction.currency,
      feeMinor: transaction.feesMinor,
      mismatch,
      paidAt: transaction.paidAt ?? app.clock.now(),
      nextPollAt: null,
      updatedAt: app.clock.now(),
    })
    .where(eq(charge.id, chargeId));
  const money = { chargeId, amountMinor: transaction.amountMinor, currency: transaction.currency };
  await post(app, tx, chargeReceived(money));
  if (transaction.feesMinor !== null && transaction.feesMinor > 0) {
    await post(app, tx, chargeFee({ chargeId, feeMinor: transaction.feesMinor, currency: transaction.currency }));
  }
  if (mismatch !== null && transaction.amountMinor > 0) {
    await requestRefund(app, tx, {
      chargeId,
      amountMinor: transaction.amountMinor,
      source: 'unapplied',
      reason: `mismatch:${mismatch}`,
    });
  }
  await app.jobs.enqueue(tx, CHARGE_SETTLED, { chargeId });
  return { state: mismatch === null ? 'settled' : 'mismatched', chargeId };
}

function metadataChargeId(transaction: Transaction): string | null {
  const chargeId = transaction.metadata?.['chargeId'];
  return typeof chargeId === 'string' ? chargeId : null;
}

/** A success that may be no money of ours at all: nobody is refunded from it, a person looks. */
async function leaveToAdmin(app: App, tx: Tx, row: Charge, mismatch: Mismatch): Promise<SettleOutcome> {
  await tx
    .update(charge)
    .set({ mismatch, providerStatus: 'success', nextPollAt: null, updatedAt: app.clock.now() })
    .where(eq(charge.id, row.id));
  await openAdminTask(app, tx, {
    kind: 'charge_mismatch',
    subjectId: row.id,
    detail: `Paystack reports a success for ${row.reference}, but its ${mismatch} is not ours. Nothing was booked or refunded.`,
  });
  return { state: 'needs_admin', chargeId: row.id };
}

async function recordFailure(app: App, tx: Tx, row: Charge): Promise<SettleOutcome> {
  if (row.status === 'CREATED' || row.status === 'OPEN') {
    await tx
      .update(charge)
      .set({ status: 'FAILED', providerStatus: 'failed', updatedAt: app.clock.now() })
      .where(eq(charge.id, row.id));
    await app.jobs.enqueue(tx, CHARGE_FAILED, { chargeId: row.id });
  }
  // Asked again all the same: Paystack lets the payer try once more on the same page.
  await pollLater(app, tx, row);
  return { state: 'failed', chargeId: row.id };
}

async function recordUnpaid(app: App, tx: Tx, row: Charge, providerStatus: string | null): Promise<SettleOutcome> {
  await tx.update(charge).set({ providerStatus, updatedAt: app.clock.now() }).where(eq(charge.id, row.id));
  if (providerStatus === 'reversed') {
    await openAdminTask(app, tx, {
      kind: 'charge_reversed',
      subjectId: row.id,
      detail: `Paystack reports ${row.reference} as reversed before we saw it succeed.`,
    });
  }
  await pollLater(app, tx, row);
  return { state: isUnderWay(providerStatus) ? 'waiting_for_bank' : 'unpaid', chargeId: row.id };
}

const UNDER_WAY = ['ongoing', 'pending', 'processing', 'queued'];

/** True while a bank still works on a payment. */
export function isUnderWay(providerStatus: string | null): boolean {
  return providerStatus !== null && UNDER_WAY.includes(providerStatus);
}

async function pollLater(app: App, tx: Tx, row: Charge): Promise<void> {
  const now = app.clock.now();
  const over = !isBefore(now, row.pollUntil);
  await tx
    .update(charge)
    .set({ nextPollAt: nextPoll(row.createdAt, row.pollUntil, now), ...(over ? { status: 'ABANDONED' as const } : {}) })
    .where(eq(charge.id, row.id));
}

/** Nothing was learnt. Another may have recorded the outcome while we waited, and that stands. */
async function askAgain(app: App, tx: Tx, chargeId: ChargeId): Promise<void> {
  const row = await lockCharge(tx, chargeId);
  if (row.status === 'SUCCEEDED' || row.mismatch !== null) return;
  const nextPollAt = nextPollUnanswered(row.createdAt, row.pollUntil, app.clock.now());
  await tx.update(charge).set({ nextPollAt }).where(eq(charge.id, chargeId));
}

/** Notes that whoever sold something has taken a success or sent it back, so that it is not announced again. */
export async function decideCharge(app: App, tx: Tx, chargeId: ChargeId): Promise<void> {
  await tx.update(charge).set({ decidedAt: app.clock.now() }).where(eq(charge.id, chargeId));
}
