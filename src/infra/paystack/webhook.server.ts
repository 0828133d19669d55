import { z } from 'zod';
import type { Minor } from '#shared/money.ts';
import { amountMinor } from './fields.server.ts';

export type WebhookKind = 'charge' | 'refund' | 'transfer' | 'dispute' | 'other';

/**
 * What a callback of Paystack says, as far as it can be read. It is a hint to go and look, never a proof:
 * only `verify` and `getRefund` decide.
 */
export type PaystackWebhook = {
  readonly kind: WebhookKind;
  /** Paystack's name of it, such as `charge.success`. */
  readonly event: string;
  /** Of the payment, or for transfers of the transfer; null when it names none. */
  readonly reference: string | null;
  readonly amountMinor: Minor | null;
  /** `test` or `live`. */
  readonly domain: string | null;
};

const MAX_EVENT_LENGTH = 100;
const MAX_REFERENCE_LENGTH = 200;

const reference = z.string().min(1).max(MAX_REFERENCE_LENGTH).nullish().catch(null);

const body = z.object({
  event: z.string().min(1).max(MAX_EVENT_LENGTH),
  data: z
    .object({
      reference,
      transaction_reference: reference,
      transaction: z.object({ reference }).nullish().catch(null),
      amount: amountMinor.nullish().catch(null),
      domain: z.string().max(MAX_EVENT_LENGTH).nullish().catch(null),
    })
    .catch({}),
});

/** Reads a callback's raw body; null when it is no JSON object with an event name. Unknown events read as `other`. */
export function parseWebhook(rawBody: Uint8Array | string): PaystackWebhook | null {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const parsed = body.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { event, data } = parsed.data;
  const kind = kindOf(event);
  return {
    kind,
    event,
    reference: referenceOf(kind, data),
    amountMinor: data.amount ?? null,
    domain: data.domain ?? null,
  };
}

function kindOf(event: string): WebhookKind {
  if (event === 'charge.success') return 'charge';
  if (event.startsWith('refund.')) return 'refund';
  if (event.startsWith('transfer.')) return 'transfer';
  if (event.startsWith('charge.dispute.')) return 'dispute';
  return 'other';
}

/** A refund names its payment as `transaction_reference`, a dispute inside `transaction`. */
function referenceOf(kind: WebhookKind, data: z.infer<typeof body>['data']): string | null {
  if (kind === 'refund') return data.transaction_reference ?? null;
  if (kind === 'dispute') return data.transaction?.reference ?? data.transaction_reference ?? null;
  return data.reference ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
