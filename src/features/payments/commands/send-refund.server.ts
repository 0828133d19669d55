import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import { inTransaction, sqlState } from '#infra/db/transact.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import type { ProviderRefund } from '#infra/paystack/refunds.server.ts';
import { assert } from '#shared/assert.ts';
import type { RefundId } from '#shared/id.ts';
import { plusMinutes } from '#shared/time.ts';
import { nextRetry } from '../rules.ts';
import type { RefundStatus } from '../types.ts';
import { openAdminTask } from './open-admin-task.server.ts';
import { recordRefund } from './record-refund.server.ts';

type Refund = typeof refund.$inferSelect;

const IN_FLIGHT: RefundStatus[] = ['REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION'];

/** Longer than any call to Paystack lasts, so that two workers never ask for the same refund at once. */
const CLAIM_MINUTES = 2;
const UNIQUE_VIOLATION = '23505';

/**
 * Asks Paystack for a refund that was recorded before, or looks how one in flight is doing. May run any
 * number of times: an attempt whose answer was lost is searched for before another is made.
 */
export async function pursueRefund(app: App, refundId: RefundId): Promise<void> {
  const claimed = await claim(app, refundId);
  if (claimed === null) return;
  if (claimed.providerId !== null) return look(app, claimed, claimed.providerId);
  faultPoint(app, 'refund.counted');
  const found = claimed.attempts > 1 ? await search(app, claimed) : 'none';
  if (found === 'unavailable') return;
  if (found !== 'none') return recordRefund(app, refundId, found);
  return ask(app, claimed);
}

/** Counts the attempt before it is made: after a crash it is known that Paystack may have heard. */
async function claim(app: App, refundId: RefundId): Promise<Refund | null> {
  try {
    return await countAttempt(app, refundId);
  } catch (error) {
    // Another refund of the same charge is in flight: its end wakes this one.
    if (sqlState(error) === UNIQUE_VIOLATION) return null;
    throw error;
  }
}

async function countAttempt(app: App, refundId: RefundId): Promise<Refund | null> {
  const now = app.clock.now();
  const [row] = await app.db
    .update(refund)
    .set({ attempts: sql`${refund.attempts} + 1`, nextTryAt: plusMinutes(now, CLAIM_MINUTES), updatedAt: now })
    .where(
      and(
        eq(refund.id, refundId),
        inArray(refund.status, IN_FLIGHT),
        or(isNull(refund.nextTryAt), lte(refund.nextTryAt, now)),
      ),
    )
    .returning();
  return row ?? null;
}

async function ask(app: App, row: Refund): Promise<void> {
  const { reference } = await chargeOf(app, row);
  const answer = await app.paystack.refund({
    transaction: reference,
    amountMinor: row.amountMinor,
    merchantNote: merchantNote(row.id),
    customerNote: 'Refund from Mentorship',
  });
  faultPoint(app, 'refund.sent');
  if (answer.ok) return recordRefund(app, row.id, answer.value);
  app.log.warn({ refundId: row.id, error: answer.error }, 'Paystack did not take a refund');
  await retryLater(app, row, answer.error.message);
  if (answer.error.kind === 'rejected') await tellAdmin(app, row, answer.error.message);
}

/** Paystack's refunds have no idempotency key: our id in `merchant_note` says which one is ours. */
async function search(app: App, row: Refund): Promise<ProviderRefund | 'none' | 'unavailable'> {
  const { providerId } = await chargeOf(app, row);
  assert(providerId !== null, 'a captured charge has a provider id');
  const answer = await app.paystack.listRefunds({ transaction: providerId });
  if (!answer.ok) {
    await retryLater(app, row, answer.error.message);
    return 'unavailable';
  }
  return answer.value.find((found) => found.merchantNote?.includes(row.id)) ?? 'none';
}

async function look(app: App, row: Refund, providerId: string): Promise<void> {
  const answer = await app.paystack.getRefund(providerId);
  if (answer.ok && answer.value !== null) return recordRefund(app, row.id, answer.value);
  await retryLater(app, row, answer.ok ? 'Paystack knows no such refund' : answer.error.message);
}

async function chargeOf(app: App, row: Refund): Promise<{ reference: string; providerId: string | null }> {
  const [found] = await app.db
    .select({ reference: charge.reference, providerId: charge.providerId })
    .from(charge)
    .where(eq(charge.id, row.chargeId));
  assert(found !== undefined, `charge ${row.chargeId} exists`);
  return found;
}

/** Unless a callback has brought its end meanwhile: what has ended is never tried again. */
async function retryLater(app: App, row: Refund, lastError: string): Promise<void> {
  await app.db
    .update(refund)
    .set({ nextTryAt: nextRetry(row.attempts, app.clock.now()), lastError: lastError.slice(0, 500) })
    .where(and(eq(refund.id, row.id), inArray(refund.status, IN_FLIGHT)));
}

async function tellAdmin(app: App, row: Refund, message: string): Promise<void> {
  const detail = `Paystack refuses a refund (${message}). It is tried again; the money is still on its way out in the ledger.`;
  await inTransaction(app.db, async (tx) => {
    const [current] = await tx
      .select({ status: refund.status })
      .from(refund)
      .where(eq(refund.id, row.id))
      .for('update');
    if (current === undefined || !IN_FLIGHT.includes(current.status)) return;
    await openAdminTask(app, tx, { kind: 'refund_refused', subjectId: row.id, detail });
  });
}

export function merchantNote(refundId: RefundId): string {
  return `mentorship refund ${refundId}`;
}
