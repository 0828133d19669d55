import { z } from 'zod';
import type { Minor } from '#shared/money.ts';
import { ok } from '#shared/result.ts';
import type { Instant } from '#shared/time.ts';
import { amountMinor, instantOrNull, metadataOrNull, providerId, textOrNull, type Metadata } from './fields.server.ts';
import type { Send } from './request.server.ts';
import type { PaystackError, PaystackResult } from './result.server.ts';

/** In the order in which Nigerians use them. */
export type Channel = 'bank_transfer' | 'card' | 'bank' | 'ussd' | 'qr' | 'mobile_money' | 'eft';

export type InitializeInput = {
  readonly email: string;
  readonly amountMinor: Minor;
  readonly currency: string;
  /** New for every attempt, of `[A-Za-z0-9-.=]`. */
  readonly reference: string;
  /** Where Paystack sends the payer; it appends `trxref` and `reference`. */
  readonly callbackUrl: string;
  readonly metadata: { readonly chargeId: string };
  readonly channels: readonly Channel[];
};

export type Initialized = {
  readonly authorizationUrl: string;
  readonly accessCode: string;
  readonly reference: string;
};

export const TRANSACTION_STATUSES = [
  'abandoned',
  'failed',
  'ongoing',
  'pending',
  'processing',
  'queued',
  'reversed',
  'success',
] as const;
/** `abandoned` only means "nobody has paid yet"; `reversed` is a success that was refunded or charged back in full. */
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number] | 'unrecognised';

export type Transaction = {
  /** Paystack's own id: what `listRefunds` wants. */
  readonly id: string;
  /** `test` or `live`. */
  readonly domain: string;
  readonly status: TransactionStatus;
  readonly reference: string;
  /** What arrived. */
  readonly amountMinor: Minor;
  /** What was asked for. */
  readonly requestedAmountMinor: Minor;
  readonly currency: string;
  readonly feesMinor: Minor | null;
  readonly paidAt: Instant | null;
  readonly channel: string | null;
  readonly metadata: Metadata | null;
};

const initializeAnswer = z.object({
  data: z.object({
    authorization_url: z.url({ protocol: /^https?$/ }),
    access_code: z.string().min(1),
    reference: z.string().min(1),
  }),
});

const verifyAnswer = z.object({
  data: z.object({
    id: providerId,
    domain: z.string(),
    status: z.enum(TRANSACTION_STATUSES).or(z.string().transform(() => 'unrecognised' as const)),
    reference: z.string(),
    amount: amountMinor,
    requested_amount: amountMinor,
    currency: z.string(),
    fees: amountMinor.nullish().transform((fees) => fees ?? null),
    paid_at: instantOrNull,
    channel: textOrNull,
    metadata: metadataOrNull,
  }),
});

/**
 * Opens a payment page. With `outcomeUnknown`, verify the reference: `null` means that nothing was opened.
 * A reference used before is `rejected` with code `duplicate_reference`.
 */
export async function initialize(send: Send, input: InitializeInput): Promise<PaystackResult<Initialized>> {
  const answer = await send({
    method: 'POST',
    path: '/transaction/initialize',
    body: {
      email: input.email,
      amount: input.amountMinor,
      currency: input.currency,
      reference: input.reference,
      callback_url: input.callbackUrl,
      metadata: { ...input.metadata, cancel_action: returnUrl(input) },
      channels: input.channels,
    },
    schema: initializeAnswer,
  });
  if (!answer.ok) return answer;
  const { authorization_url, access_code, reference } = answer.value.data;
  return ok({ authorizationUrl: authorization_url, accessCode: access_code, reference });
}

/** Paystack sends who cancels to `cancel_action` as it is, so the reference must be in it already. */
function returnUrl({ callbackUrl, reference }: InitializeInput): string {
  const url = new URL(callbackUrl);
  url.searchParams.set('reference', reference);
  return url.href;
}

/** What Paystack knows of a reference; `null` when it knows none such. HTTP 200 covers failed payments too: read `status`. */
export async function verify(send: Send, reference: string): Promise<PaystackResult<Transaction | null>> {
  const path = `/transaction/verify/${encodeURIComponent(reference)}`;
  const answer = await send({ method: 'GET', path, schema: verifyAnswer });
  if (!answer.ok) return isUnknownReference(answer.error) ? ok(null) : answer;
  const { amount, requested_amount, fees, paid_at, ...same } = answer.value.data;
  return ok({ ...same, amountMinor: amount, requestedAmountMinor: requested_amount, feesMinor: fees, paidAt: paid_at });
}

/** Only Paystack's own refusal counts: the 404 of a proxy in between is `malformed`, never "unknown". */
function isUnknownReference({ kind, status, code, message }: PaystackError): boolean {
  if (kind !== 'rejected') return false;
  return status === 404 || code === 'transaction_not_found' || /reference not found/i.test(message);
}
