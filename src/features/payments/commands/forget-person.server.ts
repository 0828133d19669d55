import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { charge, webhookEvent } from '#infra/db/tables/payments.server.ts';
import type { PersonId } from '#shared/id.ts';

/** What is kept of a callback that would name somebody who asked to be forgotten. */
export const ERASED_BODY = '{}';

/**
 * Empties what Paystack wrote to us about a person's payments, which names them and their address. That it came, and
 * the hash by which it is known again, stay.
 */
export async function forgetPersonInPayments(tx: Tx, personId: PersonId): Promise<void> {
  const references = tx.select({ reference: charge.reference }).from(charge).where(eq(charge.payerId, personId));
  await tx.update(webhookEvent).set({ body: ERASED_BODY }).where(inArray(webhookEvent.reference, references));
}

/** Paystack keeps the payer's name and repeats it in what it sends later, for instance when a refund arrives. */
export async function payerIsErased(tx: Tx, reference: string | null): Promise<boolean> {
  if (reference === null) return false;
  const [row] = await tx
    .select({ id: charge.id })
    .from(charge)
    .innerJoin(person, eq(person.id, charge.payerId))
    .where(and(eq(charge.reference, reference), isNotNull(person.erasedAt)));
  return row !== undefined;
}
