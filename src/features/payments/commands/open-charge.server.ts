import { eq, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { charge, type ChargeStatus } from '#infra/db/tables/payments.server.ts';
import { assert } from '#shared/assert.ts';
import type { ChargeId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { abandonCharges } from './create-charge.server.ts';

const CHANNELS = ['bank_transfer', 'card', 'bank', 'ussd'] as const;

/**
 * Opens a recorded charge at Paystack and keeps the page to pay on. Never inside a transaction. `provider_unavailable`
 * when Paystack gives no page: this attempt is given up, and another try takes a new reference.
 */
export async function openCharge(
  app: App,
  chargeId: ChargeId,
): Promise<Result<{ authorizationUrl: string; reference: string }>> {
  const [row] = await app.db
    .select({
      email: person.email,
      reference: charge.reference,
      amountMinor: charge.amountMinor,
      currency: charge.currency,
      offersBankTransfer: charge.offersBankTransfer,
      authorizationUrl: charge.authorizationUrl,
    })
    .from(charge)
    .innerJoin(person, eq(person.id, charge.payerId))
    .where(eq(charge.id, chargeId));
  assert(row !== undefined, `charge ${chargeId} exists`);
  const { reference } = row;
  if (row.authorizationUrl !== null) return ok({ authorizationUrl: row.authorizationUrl, reference });
  const answer = await app.paystack.initialize({
    email: row.email,
    amountMinor: row.amountMinor,
    currency: row.currency,
    reference,
    callbackUrl: `${app.config.publicUrl}/mentorship/verify-payment`,
    metadata: { chargeId },
    channels: row.offersBankTransfer ? CHANNELS : CHANNELS.filter((channel) => channel !== 'bank_transfer'),
  });
  if (!answer.ok) {
    app.log.warn({ chargeId, error: answer.error }, 'Paystack gave no page to pay on');
    await inTransaction(app.db, (tx) => abandonCharges(app, tx, [chargeId]));
    return refuse('provider_unavailable');
  }
  faultPoint(app, 'page.opened');
  await recordPage(app, chargeId, answer.value);
  return ok({ authorizationUrl: answer.value.authorizationUrl, reference });
}

async function recordPage(
  app: App,
  chargeId: ChargeId,
  page: { authorizationUrl: string; accessCode: string },
): Promise<void> {
  // A charge that was settled or given up meanwhile stays so.
  const status = sql<ChargeStatus>`case when ${charge.status} = 'CREATED' then 'OPEN' else ${charge.status} end`;
  await app.db
    .update(charge)
    .set({ authorizationUrl: page.authorizationUrl, accessCode: page.accessCode, status, updatedAt: app.clock.now() })
    .where(eq(charge.id, chargeId));
}
