import { bigserial, date, index, pgTable, primaryKey, text, smallint } from 'drizzle-orm/pg-core';
import { idColumn, instantColumn, minorColumn } from '../columns.server.ts';

/** An account of the double-entry ledger. `balanceMinor` is debit minus credit; both CHECKs are in migration 0001. */
export const ledgerAccount = pgTable(
  'ledger_account',
  {
    /** `tutor_pending:{person}:NGN`, `paystack_clearing:NGN`. */
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    ownerId: idColumn('owner_id'),
    currency: text('currency').notNull(),
    balanceMinor: minorColumn('balance_minor').notNull(),
    /** 1: may not go below zero; -1: may not go above (a credit account); 0: free. */
    guard: smallint('guard').notNull(),
  },
  (t) => [index('ledger_account_owner').on(t.ownerId, t.kind)],
);

export const ledgerTransfer = pgTable(
  'ledger_transfer',
  {
    id: idColumn('id').primaryKey(),
    /** Same key again: nothing happens; same key with other entries: an error. */
    idempotencyKey: text('idempotency_key').notNull().unique(),
    kind: text('kind').notNull(),
    chargeId: idColumn('charge_id'),
    sessionId: idColumn('session_id'),
    refundId: idColumn('refund_id'),
    happenedAt: instantColumn('happened_at').notNull(),
  },
  (t) => [
    index('ledger_transfer_session').on(t.sessionId),
    index('ledger_transfer_charge').on(t.chargeId),
    index('ledger_transfer_when').on(t.happenedAt, t.id),
  ],
);

/** Debits are positive, credits negative; a transfer's entries add up to zero in each currency. */
export const ledgerEntry = pgTable(
  'ledger_entry',
  {
    transferId: idColumn('transfer_id')
      .notNull()
      .references(() => ledgerTransfer.id),
    accountId: text('account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    amountMinor: minorColumn('amount_minor').notNull(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.transferId, t.accountId] }), index('ledger_entry_account').on(t.accountId, t.seq)],
);

/**
 * What each kind of transfer moved on each kind of account in one month of the platform's own zone (`2026-11-01`),
 * debit minus credit. The database adds to it with every entry, so that a year of revenue is a few hundred rows to read.
 */
export const ledgerMonth = pgTable(
  'ledger_month',
  {
    month: date('month', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    transferKind: text('transfer_kind').notNull(),
    accountKind: text('account_kind').notNull(),
    amountMinor: minorColumn('amount_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.month, t.currency, t.transferKind, t.accountKind] })],
);
