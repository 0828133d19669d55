import { asc, lte } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { JobDefinition, Sweep } from '#infra/job-definition.server.ts';
import type { RefundId } from '#shared/id.ts';
import { actOnWebhook } from './commands/receive-webhook.server.ts';
import { pursueRefund } from './commands/send-refund.server.ts';
import { settleCharge } from './commands/settle-charge.server.ts';
import { REFUND_REQUESTED, WEBHOOK_RECEIVED } from './events.ts';

const SWEEP_LIMIT = 100;

export const jobs: JobDefinition[] = [
  { queue: WEBHOOK_RECEIVED, run: (app, data) => actOnWebhook(app, data['eventId'] ?? '') },
  { queue: REFUND_REQUESTED, run: (app, data) => pursueRefund(app, data['refundId'] as RefundId) },
];

export const sweeps: Sweep[] = [
  { name: 'open charges at Paystack', run: pollCharges },
  { name: 'open refunds at Paystack', run: pursueRefunds },
];

async function pollCharges(app: App): Promise<void> {
  const due = await app.db
    .select({ reference: charge.reference })
    .from(charge)
    .where(lte(charge.nextPollAt, app.clock.now()))
    .orderBy(asc(charge.nextPollAt))
    .limit(SWEEP_LIMIT);
  let isDown = false;
  await eachInTurn(due, async ({ reference }) => {
    // While Paystack is down each look costs its timeout, and deadlines wait for this: the rest have their turn in a minute.
    if (!isDown) isDown = (await settleCharge(app, reference)).state === 'unavailable';
  });
}

async function pursueRefunds(app: App): Promise<void> {
  const due = await app.db
    .select({ id: refund.id })
    .from(refund)
    .where(lte(refund.nextTryAt, app.clock.now()))
    .orderBy(asc(refund.nextTryAt))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) => pursueRefund(app, id));
}
