import type { Caller } from './caller.ts';
import { referenceAt } from './places.ts';
import { tellPaystack, type Product } from './product.ts';

export type Held = { sessionId: string; authorizationUrl: string };

/** Holds a time as somebody who calls over HTTP. */
export async function begin(caller: Caller, input: { offeringId: string; scheduledAt: string }): Promise<Held> {
  const { body } = await caller.act('beginMentorshipCheckout', input);
  const { data, error } = body as {
    data?: { mentorshipSessionId: string; authorizationUrl: string };
    error?: { message: string };
  };
  if (data === undefined) throw new Error(`no time could be held: ${error?.message}`);
  return { sessionId: data.mentorshipSessionId, authorizationUrl: data.authorizationUrl };
}

/** Pays a held time at Paystack; answers with the payment's reference. */
export async function payNow(product: Product, { authorizationUrl }: Held): Promise<string> {
  const reference = await referenceAt(product, authorizationUrl);
  await tellPaystack(product, '/__pay', { reference, outcome: 'success' });
  return reference;
}
