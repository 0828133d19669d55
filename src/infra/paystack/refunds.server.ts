import { z } from 'zod';
import type { Minor } from '#shared/money.ts';
import { ok } from '#shared/result.ts';
import type { Instant } from '#shared/time.ts';
import { amountMinor, instantOrNull, providerId, textOrNull } from './fields.server.ts';
import type { Send } from './request.server.ts';
import { malformed, type PaystackResult } from './result.server.ts';

export type RefundInput = {
  /** Reference or Paystack id of the payment. */
  readonly transaction: string;
  readonly amountMinor: Minor;
  /** Carries our refund id: it is how a refund is found again. */
  readonly merchantNote: string;
  readonly customerNote?: string;
};

export const REFUND_STATUSES = ['pending', 'processing', 'needs-attention', 'processed', 'failed'] as const;
export type ProviderRefundStatus = (typeof REFUND_STATUSES)[number] | 'unrecognised';

export type ProviderRefund = {
  readonly id: string;
  readonly status: ProviderRefundStatus;
  readonly amountMinor: Minor;
  readonly currency: string;
  /** Paystack's id of the payment. */
  readonly transactionId: string;
  readonly merchantNote: string | null;
  readonly customerNote: string | null;
  readonly createdAt: Instant | null;
};

const PAGE_SIZE = 50;
const MAX_PAGES = 20;

const refundFields = z
  .object({
    id: providerId,
    status: z.enum(REFUND_STATUSES).or(z.string().transform(() => 'unrecognised' as const)),
    amount: amountMinor,
    currency: z.string(),
    transaction: z.union([providerId, z.object({ id: providerId }).transform(({ id }) => id)]),
    merchant_note: textOrNull,
    customer_note: textOrNull,
    createdAt: instantOrNull,
    created_at: instantOrNull,
  })
  .transform((data): ProviderRefund => ({
    id: data.id,
    status: data.status,
    amountMinor: data.amount,
    currency: data.currency,
    transactionId: data.transaction,
    merchantNote: data.merchant_note,
    customerNote: data.customer_note,
    createdAt: data.createdAt ?? data.created_at,
  }));

const refundAnswer = z.object({ data: refundFields });
const refundsAnswer = z.object({ data: z.array(refundFields) });

/**
 * Asks for a refund. It has no idempotency key: after `outcomeUnknown`, search `listRefunds` for the merchant note
 * before asking again.
 */
export async function refund(send: Send, input: RefundInput): Promise<PaystackResult<ProviderRefund>> {
  const answer = await send({
    method: 'POST',
    path: '/refund',
    body: {
      transaction: input.transaction,
      amount: input.amountMinor,
      merchant_note: input.merchantNote,
      ...(input.customerNote === undefined ? {} : { customer_note: input.customerNote }),
    },
    schema: refundAnswer,
  });
  return answer.ok ? ok(answer.value.data) : answer;
}

/** One refund by Paystack's id; `null` when Paystack has none such. */
export async function getRefund(send: Send, id: string): Promise<PaystackResult<ProviderRefund | null>> {
  const answer = await send({ method: 'GET', path: `/refund/${encodeURIComponent(id)}`, schema: refundAnswer });
  if (answer.ok) return ok(answer.value.data);
  return answer.error.kind === 'rejected' && answer.error.status === 404 ? ok(null) : answer;
}

/**
 * Every refund of a payment, by Paystack's own transaction id (not our reference). All of them or an error: whoever
 * looks here whether a refund was made must never take a cut list for a "no".
 */
export async function listRefunds(
  send: Send,
  { transaction }: { readonly transaction: string },
): Promise<PaystackResult<readonly ProviderRefund[]>> {
  const found = new Map<string, ProviderRefund>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ transaction, perPage: String(PAGE_SIZE), page: String(page) });
    const answer = await send({ method: 'GET', path: `/refund?${query.toString()}`, schema: refundsAnswer });
    if (!answer.ok) return answer;
    const sizeBefore = found.size;
    for (const one of answer.value.data) found.set(one.id, one);
    // Ends at a page without news, not at a short one: a server may cap the page size below what we ask.
    if (found.size === sizeBefore) return ok([...found.values()]);
  }
  return malformed(`more than ${MAX_PAGES} pages of refunds`, false);
}
