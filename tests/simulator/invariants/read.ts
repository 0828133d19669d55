import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '#infra/db/client.server.ts';
import { ledgerAccount, ledgerEntry, ledgerMonth, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import {
  mailDelivery,
  notification,
  notificationCounter,
  notificationSetting,
} from '#infra/db/tables/notifications.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { charge, chargeLine, refund, webhookEvent } from '#infra/db/tables/payments.server.ts';
import { adminTask, session, sessionEvent, takenTime } from '#infra/db/tables/sessions.server.ts';
import { courseSuggestion } from '#infra/db/tables/upsell.server.ts';

/** Everything that the product has written down, small enough in a story to be read whole. */
export async function readEverything(db: Database) {
  return {
    sessions: await db.select().from(session).orderBy(asc(session.id)),
    taken: await readTaken(db),
    events: await db.select().from(sessionEvent).orderBy(asc(sessionEvent.id)),
    charges: await db.select().from(charge).orderBy(asc(charge.id)),
    lines: await db.select().from(chargeLine),
    refunds: await db.select().from(refund).orderBy(asc(refund.id)),
    accounts: await db.select().from(ledgerAccount).orderBy(asc(ledgerAccount.id)),
    entries: await readEntries(db),
    tasks: await db.select().from(adminTask),
    callbacks: await db.select().from(webhookEvent),
    notifications: await db.select().from(notification).orderBy(asc(notification.personId), asc(notification.seq)),
    counters: await db.select().from(notificationCounter),
    mailSettings: await db.select().from(notificationSetting).where(eq(notificationSetting.channel, 'mail')),
    people: await readPeople(db),
    months: await db.select().from(ledgerMonth),
    suggestions: await db.select().from(courseSuggestion),
    mails: await db.select().from(mailDelivery),
  };
}

export type Everything = Awaited<ReturnType<typeof readEverything>>;

function readTaken(db: Database) {
  const ms = (edge: 'lower' | 'upper') =>
    sql<string>`(extract(epoch from ${sql.raw(edge)}(${takenTime.during})) * 1000)::bigint`.mapWith(Number);
  return db
    .select({ sessionId: takenTime.sessionId, personId: takenTime.personId, fromMs: ms('lower'), toMs: ms('upper') })
    .from(takenTime);
}

function readPeople(db: Database) {
  const { id, erasedAt, suspendedAt } = person;
  return db.select({ id, erasedAt, suspendedAt }).from(person);
}

function readEntries(db: Database) {
  return db
    .select({
      key: ledgerTransfer.idempotencyKey,
      kind: ledgerTransfer.kind,
      chargeId: ledgerTransfer.chargeId,
      sessionId: ledgerTransfer.sessionId,
      refundId: ledgerTransfer.refundId,
      transferId: ledgerEntry.transferId,
      accountId: ledgerEntry.accountId,
      account: ledgerAccount.kind,
      currency: ledgerAccount.currency,
      month: sql<string>`date_trunc('month', ${ledgerTransfer.happenedAt} at time zone 'Africa/Lagos')::date::text`,
      amountMinor: ledgerEntry.amountMinor,
    })
    .from(ledgerEntry)
    .innerJoin(ledgerTransfer, eq(ledgerTransfer.id, ledgerEntry.transferId))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId));
}

/** Adds up by a key. */
export function sums<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  amount: (row: Row) => number,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(key(row), (totals.get(key(row)) ?? 0) + amount(row));
  return totals;
}
