import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { charge, refund, webhookEvent } from '#infra/db/tables/payments.server.ts';
import { isSignedByPaystack } from '#infra/paystack/signature.server.ts';
import { parseWebhook, type PaystackWebhook } from '#infra/paystack/webhook.server.ts';
import { isOurReference, newId, type RefundId } from '#shared/id.ts';
import { WEBHOOK_RECEIVED } from '../events.ts';
import { ERASED_BODY, payerIsErased } from './forget-person.server.ts';
import { pursueRefund } from './send-refund.server.ts';
import { settleCharge } from './settle-charge.server.ts';

export type WebhookAnswer = 'stored' | 'known' | 'bad_signature' | 'unreadable';

/**
 * Stores a callback and its job in one commit; the work comes afterwards. A reference that is not ours is
 * stored and never touched: others may share the Paystack account.
 */
export async function receivePaystackWebhook(
  app: App,
  rawBody: Uint8Array,
  signature: string | null,
): Promise<WebhookAnswer> {
  if (!isSignedByPaystack(rawBody, signature, app.config.paystack.secretKey)) return 'bad_signature';
  const parsed = parseWebhook(rawBody);
  if (parsed === null) return 'unreadable';
  const ours = parsed.reference !== null && isOurReference(parsed.reference);
  const id = newId(app.random, app.clock.now().epochMilliseconds);
  return inTransaction(app.db, async (tx) => {
    const isForgotten = ours && (await payerIsErased(tx, parsed.reference));
    const stored = await tx
      .insert(webhookEvent)
      .values({
        id,
        provider: 'paystack',
        event: parsed.event,
        reference: parsed.reference,
        ours,
        bodyHash: bodyHash(parsed, rawBody),
        body: isForgotten ? ERASED_BODY : new TextDecoder().decode(rawBody),
        receivedAt: app.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: webhookEvent.id });
    if (stored.length === 0) return 'known';
    if (ours) await app.jobs.enqueue(tx, WEBHOOK_RECEIVED, { eventId: id });
    return 'stored';
  });
}

/** Two refunds of the same amount may have equal bodies, so only charges are told apart by theirs. */
function bodyHash(parsed: PaystackWebhook, rawBody: Uint8Array): string | null {
  return parsed.kind === 'charge' ? createHash('sha256').update(rawBody).digest('hex') : null;
}

/** Acts on a stored callback of ours: it is only a reason to go and look. */
export async function actOnWebhook(app: App, eventId: string): Promise<void> {
  const [stored] = await app.db.select().from(webhookEvent).where(eq(webhookEvent.id, eventId));
  if (stored?.reference == null || !stored.ours) return;
  if (stored.event.startsWith('refund.')) return lookAtRefunds(app, stored.reference);
  if (stored.event !== 'charge.success') return;
  const outcome = await settleCharge(app, stored.reference);
  if (outcome.state === 'unavailable') throw new Error('Paystack could not be asked; this callback is looked at again');
}

async function lookAtRefunds(app: App, reference: string): Promise<void> {
  const open = await app.db
    .update(refund)
    .set({ nextTryAt: app.clock.now() })
    .where(
      and(
        inArray(refund.chargeId, app.db.select({ id: charge.id }).from(charge).where(eq(charge.reference, reference))),
        inArray(refund.status, ['PENDING', 'PROCESSING', 'NEEDS_ATTENTION']),
      ),
    )
    .returning({ id: refund.id });
  for (const { id } of open) await pursueRefund(app, id as RefundId);
}
