import { and, eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import type { ProviderRefund } from '#infra/paystack/refunds.server.ts';
import { post, reverse } from '#features/ledger/commands.server.ts';
import { refundProcessed } from '#features/ledger/rules.ts';
import { assert } from '#shared/assert.ts';
import type { RefundId } from '#shared/id.ts';
import { REFUND_ENDED, REFUND_REQUESTED } from '../events.ts';
import { nextRetry } from '../rules.ts';
import type { RefundStatus } from '../types.ts';
import { closeAdminTask, openAdminTask } from './open-admin-task.server.ts';

type Refund = typeof refund.$inferSelect;

const STATUS: Record<ProviderRefund['status'], RefundStatus> = {
  pending: 'PENDING',
  processing: 'PROCESSING',
  'needs-attention': 'NEEDS_ATTENTION',
  processed: 'PROCESSED',
  failed: 'FAILED',
  unrecognised: 'PENDING',
};

/** What a person is asked about a refund on its way; its end answers them. */
const IN_FLIGHT_QUESTIONS = ['refund_needs_attention', 'refund_refused'];

/** Writes down what Paystack says of a refund; the end of one moves the money, once. */
export async function recordRefund(app: App, refundId: RefundId, provider: ProviderRefund): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const [row] = await tx.select().from(refund).where(eq(refund.id, refundId)).for('update');
    assert(row !== undefined, `refund ${refundId} exists`);
    if (row.status === 'PROCESSED' || row.status === 'FAILED') return;
    // In the order in which a refund is asked for: the charge before the ledger.
    await tx.select({ id: charge.id }).from(charge).where(eq(charge.id, row.chargeId)).for('update');
    const status = STATUS[provider.status];
    const ended = status === 'PROCESSED' || status === 'FAILED';
    const now = app.clock.now();
    await tx
      .update(refund)
      .set({
        status,
        providerId: provider.id,
        nextTryAt: ended ? null : nextRetry(row.attempts, now),
        processedAt: status === 'PROCESSED' ? now : null,
        lastError: null,
        updatedAt: now,
      })
      .where(eq(refund.id, refundId));
    if (status === 'NEEDS_ATTENTION') await askForDetails(app, tx, row);
    if (!ended) return;
    await moveMoney(app, tx, row, status);
    await closeAdminTask(app, tx, IN_FLIGHT_QUESTIONS, row.id, `Paystack has ended this refund: ${status}.`);
  });
}

async function moveMoney(app: App, tx: Tx, row: Refund, status: 'PROCESSED' | 'FAILED'): Promise<void> {
  const move = { refundId: row.id, chargeId: row.chargeId, amountMinor: row.amountMinor, currency: row.currency };
  if (status === 'PROCESSED') await post(app, tx, refundProcessed(move));
  else await reverse(app, tx, `refund:${row.id}:requested`, { key: `refund:${row.id}:failed`, kind: 'refund_failed' });
  await tx
    .update(charge)
    .set({
      refundingMinor: sql`${charge.refundingMinor} - ${row.amountMinor}`,
      ...(status === 'PROCESSED' ? { refundedMinor: sql`${charge.refundedMinor} + ${row.amountMinor}` } : {}),
      updatedAt: app.clock.now(),
    })
    .where(eq(charge.id, row.chargeId));
  if (status === 'FAILED') {
    const detail =
      'Paystack could not give this money back. It stands where it was before: refund it by hand or try again.';
    await openAdminTask(app, tx, { kind: 'refund_failed', subjectId: row.id, detail });
  }
  await app.jobs.enqueue(tx, REFUND_ENDED, { refundId: row.id });
  await wakeWaitingRefunds(app, tx, row);
}

/** Others of the same charge waited for this one to end. */
async function wakeWaitingRefunds(app: App, tx: Tx, row: Refund): Promise<void> {
  const waiting = await tx
    .update(refund)
    .set({ nextTryAt: app.clock.now() })
    .where(and(eq(refund.chargeId, row.chargeId), eq(refund.status, 'REQUESTED'), eq(refund.attempts, 0)))
    .returning({ id: refund.id });
  for (const { id } of waiting) await app.jobs.enqueue(tx, REFUND_REQUESTED, { refundId: id });
}

async function askForDetails(app: App, tx: Tx, row: Refund): Promise<void> {
  const detail = "Paystack needs the customer's bank details for this refund: enter them in Paystack's dashboard.";
  await openAdminTask(app, tx, { kind: 'refund_needs_attention', subjectId: row.id, detail });
}
