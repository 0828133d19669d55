import { instant } from '#shared/time.ts';
import type { FakeRefund, FakeTransaction } from './store.ts';
import type { WebhookPayload } from './webhooks.ts';

/** Paystack's JSON, field by field, for what the stand-in remembers. Times are ISO with milliseconds. */
export type Json = Readonly<Record<string, unknown>>;

const INTEGRATION = 412_829;
const REFUND_DAYS_MS = 7 * 24 * 60 * 60 * 1_000;

export function iso(epochMilliseconds: number): string {
  return instant(epochMilliseconds).toString({ fractionalSecondDigits: 3 });
}

const isoOrNull = (epochMilliseconds: number | null) => (epochMilliseconds === null ? null : iso(epochMilliseconds));

/** What verify, list and webhook have in common. */
function transactionCore(one: FakeTransaction, domain: string): Json {
  return {
    id: one.id,
    domain,
    status: one.status,
    reference: one.reference,
    amount: one.paidMinor ?? one.amountMinor,
    message: null,
    gateway_response: gatewayResponse(one),
    paid_at: isoOrNull(one.paidAtMs),
    created_at: iso(one.createdAtMs),
    channel: one.channel ?? one.channels[0] ?? 'card',
    currency: one.currency,
    ip_address: '127.0.0.1',
    metadata: one.metadata ?? '',
    log: one.attempts === 0 ? null : attemptLog(one),
    fees: one.feesMinor,
    customer: customer(one),
  };
}

function gatewayResponse({ status }: FakeTransaction): string {
  if (status === 'success' || status === 'reversed') return 'Successful';
  if (status === 'failed') return 'Declined';
  return status === 'abandoned' ? 'The transaction was not completed' : 'Pending';
}

function attemptLog(one: FakeTransaction): Json {
  const paid = one.paidAtMs !== null;
  return {
    start_time: Math.floor(one.createdAtMs / 1_000),
    time_spent: 6,
    attempts: one.attempts,
    errors: 0,
    success: paid,
    mobile: false,
    input: [],
    history: [{ type: paid ? 'success' : 'action', message: paid ? 'Successfully paid' : 'Attempted to pay', time: 5 }],
  };
}

function customer(one: FakeTransaction): Json {
  return {
    id: 68_324_000 + (one.id % 1_000),
    first_name: null,
    last_name: null,
    email: one.email,
    customer_code: `CUS_${one.accessCode}`,
    phone: null,
    metadata: null,
    risk_action: 'default',
  };
}

/** The means of payment; empty until there was one. */
function authorization(one: FakeTransaction): Json {
  if (one.paidAtMs === null) return {};
  const byTransfer = one.channel === 'bank_transfer';
  return {
    authorization_code: `AUTH_${one.accessCode}`,
    bin: byTransfer ? '008XXX' : '408408',
    last4: byTransfer ? 'X553' : '4081',
    exp_month: '12',
    exp_year: '2035',
    channel: one.channel ?? 'card',
    card_type: byTransfer ? 'transfer' : 'visa ',
    bank: 'TEST BANK',
    country_code: 'NG',
    brand: byTransfer ? 'Managed Account' : 'visa',
    reusable: !byTransfer,
    signature: `SIG_${one.accessCode}`,
    account_name: null,
  };
}

export function verifyData(one: FakeTransaction, domain: string): Json {
  return {
    ...transactionCore(one, domain),
    receipt_number: null,
    fees_split: null,
    authorization: authorization(one),
    plan: null,
    split: {},
    order_id: null,
    paidAt: isoOrNull(one.paidAtMs),
    createdAt: iso(one.createdAtMs),
    requested_amount: one.amountMinor,
    pos_transaction_data: null,
    source: null,
    fees_breakdown: null,
    connect: null,
    transaction_date: iso(one.createdAtMs),
    plan_object: {},
    subaccount: {},
  };
}

const NO_AUTHORIZATION = {
  authorization_code: null,
  bin: null,
  last4: null,
  exp_month: null,
  exp_year: null,
  channel: null,
  card_type: null,
  bank: null,
  country_code: null,
  brand: null,
  reusable: false,
  signature: null,
  account_name: null,
};

export function listedTransaction(one: FakeTransaction, domain: string): Json {
  return {
    ...transactionCore(one, domain),
    fees_split: null,
    authorization: { ...NO_AUTHORIZATION, ...authorization(one) },
    plan: {},
    split: {},
    subaccount: {},
    order_id: null,
    requested_amount: one.amountMinor,
    source: { source: 'merchant_api', type: 'api', identifier: null, entry_point: 'transaction_initialize' },
    connect: null,
    pos_transaction_data: null,
  };
}

/** As in their sample: fewer fields than verify has, and a log that says a little more. */
export function chargeSuccess(one: FakeTransaction, domain: string): WebhookPayload {
  const log = { ...attemptLog(one), authentication: 'pin', channel: null };
  const data = { ...transactionCore(one, domain), log, authorization: authorization(one), plan: {} };
  return { event: 'charge.success', data };
}

/** The four endpoints name and type the same refund differently; these fields they share. */
function refundCore(one: FakeRefund, domain: string): Json {
  return {
    id: one.id,
    integration: INTEGRATION,
    domain,
    amount: one.amountMinor,
    currency: one.currency,
    status: one.status,
    refunded_by: 'merchant@example.com',
    expected_at: iso(one.createdAtMs + REFUND_DAYS_MS),
    customer_note: one.customerNote,
    merchant_note: one.merchantNote,
  };
}

/** The answer to `POST /refund`, which carries its payment inside. */
export function createdRefund(one: FakeRefund, paid: FakeTransaction, domain: string): Json {
  return {
    ...refundCore(one, domain),
    transaction: {
      id: paid.id,
      domain,
      reference: paid.reference,
      amount: paid.paidMinor ?? paid.amountMinor,
      paid_at: iso(paid.paidAtMs ?? paid.createdAtMs),
      channel: paid.channel ?? 'card',
      currency: paid.currency,
      authorization: { exp_month: null, exp_year: null, account_name: null },
      customer: { international_format_phone: null },
      plan: {},
      subaccount: { currency: null },
      split: {},
      order_id: null,
      pos_transaction_data: null,
      source: null,
      fees_breakdown: null,
    },
    channel: null,
    deducted_amount: 0,
    fully_deducted: false,
    createdAt: iso(one.createdAtMs),
    updatedAt: iso(one.updatedAtMs),
  };
}

const deductedMinor = (one: FakeRefund) => (one.status === 'processed' ? one.amountMinor : 0);

export function fetchedRefund(one: FakeRefund, channel: string, domain: string): Json {
  return {
    ...refundCore(one, domain),
    transaction: one.transactionId,
    dispute: null,
    settlement: null,
    deducted_amount: deductedMinor(one),
    fully_deducted: one.status === 'processed',
    channel,
    // Never null there, by their document: until it is done it says when it was asked for.
    refunded_at: iso(one.processedAtMs ?? one.createdAtMs),
    createdAt: iso(one.createdAtMs),
    updatedAt: iso(one.updatedAtMs),
  };
}

export function listedRefund(one: FakeRefund, channel: string, domain: string): Json {
  return {
    ...refundCore(one, domain),
    transaction: one.transactionId,
    dispute: null,
    settlement: null,
    deducted_amount: deductedMinor(one),
    fully_deducted: one.status === 'processed' ? 1 : null,
    channel,
    refunded_at: isoOrNull(one.processedAtMs),
    created_at: iso(one.createdAtMs),
    updated_at: iso(one.updatedAtMs),
  };
}

/** As in their samples: the amount is text on the good path and a number on the bad one, and only one of them has an id. */
export function refundEvent(one: FakeRefund, paid: FakeTransaction, domain: string): WebhookPayload {
  const bad = one.status === 'failed' || one.status === 'needs-attention';
  const data = {
    status: one.status,
    transaction_reference: paid.reference,
    refund_reference: bad || one.status === 'processed' ? `TRF_${one.id}` : null,
    amount: bad ? one.amountMinor : String(one.amountMinor),
    currency: one.currency,
    customer: { first_name: null, last_name: null, email: paid.email },
    integration: INTEGRATION,
    domain,
  };
  const more =
    one.status === 'needs-attention'
      ? { id: String(one.id), customer_note: one.customerNote, merchant_note: one.merchantNote }
      : { processor: 'instant-transfer' };
  return { event: `refund.${one.status}`, data: { ...data, ...more } };
}
