import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ChargeId, PersonId, RefundId, SessionId } from '#shared/id.ts';
import { idColumn, instantColumn, minorColumn } from '../columns.server.ts';
import { person } from './accounts.server.ts';
import { session } from './sessions.server.ts';

export const CHARGE_STATUSES = ['CREATED', 'OPEN', 'SUCCEEDED', 'FAILED', 'ABANDONED'] as const;
export type ChargeStatus = (typeof CHARGE_STATUSES)[number];

export const REFUND_STATUSES = [
  'REQUESTED',
  'PENDING',
  'PROCESSING',
  'NEEDS_ATTENTION',
  'PROCESSED',
  'FAILED',
] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** One attempt to pay: one Paystack transaction under one reference. */
export const charge = pgTable(
  'charge',
  {
    id: idColumn<ChargeId>('id').primaryKey(),
    reference: text('reference').notNull().unique(),
    payerId: idColumn<PersonId>('payer_id')
      .notNull()
      .references(() => person.id),
    /** What we ask for. */
    amountMinor: minorColumn('amount_minor').notNull(),
    currency: text('currency').notNull(),
    status: text('status').$type<ChargeStatus>().notNull(),
    authorizationUrl: text('authorization_url'),
    accessCode: text('access_code'),
    /** Bank transfers live 30 minutes; an attempt opened with less time left does not offer them. */
    offersBankTransfer: boolean('offers_bank_transfer').notNull(),
    /** What Paystack last said: `ongoing`, `success`, … */
    providerStatus: text('provider_status'),
    providerId: text('provider_id'),
    channel: text('channel'),
    /** What arrived, which may differ from what we asked for. */
    capturedMinor: minorColumn('captured_minor'),
    capturedCurrency: text('captured_currency'),
    feeMinor: minorColumn('fee_minor'),
    /** Why a success does not count: the amount, the currency, the domain, the metadata. */
    mismatch: text('mismatch'),
    refundingMinor: minorColumn('refunding_minor').notNull(),
    refundedMinor: minorColumn('refunded_minor').notNull(),
    paidAt: instantColumn('paid_at'),
    /** When whoever sold something took the money or sent it back; a success without it is announced again. */
    decidedAt: instantColumn('decided_at'),
    /** When Paystack is asked next, and until when it is asked at all. */
    nextPollAt: instantColumn('next_poll_at'),
    pollUntil: instantColumn('poll_until').notNull(),
    createdAt: instantColumn('created_at').notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    index('charge_payer').on(t.payerId, t.createdAt),
    index('charge_poll')
      .on(t.nextPollAt)
      .where(sql`next_poll_at is not null`),
    index('charge_undecided')
      .on(t.updatedAt)
      .where(sql`status = 'SUCCEEDED' and decided_at is null`),
  ],
);

/** What a charge pays for; the amounts of a charge's lines add up to its amount. */
export const chargeLine = pgTable(
  'charge_line',
  {
    chargeId: idColumn<ChargeId>('charge_id')
      .notNull()
      .references(() => charge.id),
    sessionId: idColumn<SessionId>('session_id')
      .notNull()
      .references(() => session.id),
    amountMinor: minorColumn('amount_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.chargeId, t.sessionId] }), index('charge_line_session').on(t.sessionId)],
);

export const refund = pgTable(
  'refund',
  {
    id: idColumn<RefundId>('id').primaryKey(),
    chargeId: idColumn<ChargeId>('charge_id')
      .notNull()
      .references(() => charge.id),
    amountMinor: minorColumn('amount_minor').notNull(),
    currency: text('currency').notNull(),
    /** What the money was before: a payment that settled nothing, or a session's. */
    source: text('source').$type<'unapplied' | 'session'>().notNull(),
    reason: text('reason').notNull(),
    status: text('status').$type<RefundStatus>().notNull(),
    providerId: text('provider_id'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    nextTryAt: instantColumn('next_try_at'),
    createdAt: instantColumn('created_at').notNull(),
    processedAt: instantColumn('processed_at'),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('refund_one_in_flight')
      .on(t.chargeId)
      .where(sql`status in ('PENDING', 'PROCESSING', 'NEEDS_ATTENTION') or (status = 'REQUESTED' and attempts > 0)`),
    index('refund_charge').on(t.chargeId),
    index('refund_next_try')
      .on(t.nextTryAt)
      .where(sql`next_try_at is not null`),
  ],
);

/** Every signed callback as it came, ours or not. */
export const webhookEvent = pgTable(
  'webhook_event',
  {
    id: idColumn('id').primaryKey(),
    provider: text('provider').notNull(),
    event: text('event').notNull(),
    reference: text('reference'),
    ours: boolean('ours').notNull(),
    /** Set for events that may be told apart by their body; two equal refunds may have equal bodies. */
    bodyHash: text('body_hash'),
    body: text('body').notNull(),
    receivedAt: instantColumn('received_at').notNull(),
    /** When an event of Zoom was acted on; until then the sweep looks for it. Paystack's are only a reason to go and look. */
    handledAt: instantColumn('handled_at'),
  },
  (t) => [
    uniqueIndex('webhook_event_once').on(t.provider, t.bodyHash),
    index('webhook_event_unhandled')
      .on(t.receivedAt)
      .where(sql`provider = 'zoom' and handled_at is null`),
    index('webhook_event_reference').on(t.reference),
  ],
);
