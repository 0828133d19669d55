import { eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { linesOf, refundById, refundsOf, type Refund } from '#features/payments/queries.server.ts';
import type { RefundId } from '#shared/id.ts';
import { lockSession, type SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

/** A refund has been sent back: its session says so, and its payer is told. */
export async function noteRefundEnded(app: App, refundId: RefundId): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const refund = await refundById(tx, refundId);
    if (refund?.status !== 'PROCESSED') return;
    const [line] = await linesOf(tx, refund.chargeId);
    if (line === undefined) return;
    const row = await lockSession(tx, line.sessionId);
    if (row === null) return;
    if (refund.source === 'session') await markRefunded(app, tx, row, refund);
    const extra = { refundMinor: refund.amountMinor, refundCurrency: refund.currency };
    await tell(app, tx, row, 'payment_refunded', ['student'], extra, refund.id);
  });
}

/** REFUNDED once all of the price is back, PARTIALLY_REFUNDED before: only what Paystack has processed counts. */
async function markRefunded(app: App, tx: Tx, row: SessionRow, refund: Refund): Promise<void> {
  const all = await refundsOf(tx, [refund.chargeId]);
  const backMinor = all
    .filter(({ source, status }) => source === 'session' && status === 'PROCESSED')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const paymentStatus = backMinor >= row.priceMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (row.paymentStatus === paymentStatus) return;
  await tx
    .update(session)
    .set({ paymentStatus, version: sql`${session.version} + 1`, updatedAt: app.clock.now() })
    .where(eq(session.id, row.id));
}
