import { asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import type { PersonId } from '#shared/id.ts';
import type { Minor } from '#shared/money.ts';
import { toIso } from '#shared/time.ts';
import type { AccountKind, Posting } from '../rules.ts';

/** A transfer with its entries, which add up to zero; debits are positive. */
export type TransferView = {
  id: string;
  kind: string;
  happenedAt: string;
  entries: { account: string; ownerName: string | null; amountMinor: Minor; currency: string }[];
};

/** Every transfer about one session or any attempt to pay for it, in order. */
export async function transfersAbout(
  db: Executor,
  about: { sessionId: string; chargeIds: readonly string[] },
): Promise<TransferView[]> {
  const byCharge = about.chargeIds.length === 0 ? undefined : inArray(ledgerTransfer.chargeId, [...about.chargeIds]);
  const rows = await db
    .select({ transfer: ledgerTransfer, entry: ledgerEntry, account: ledgerAccount, ownerName: person.name })
    .from(ledgerTransfer)
    .innerJoin(ledgerEntry, eq(ledgerEntry.transferId, ledgerTransfer.id))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId))
    .leftJoin(person, eq(person.id, sql`${ledgerAccount.ownerId}`))
    .where(or(eq(ledgerTransfer.sessionId, about.sessionId), byCharge))
    .orderBy(asc(ledgerEntry.seq));
  const transfers = new Map<string, TransferView>();
  for (const { transfer, entry, account, ownerName } of rows) {
    const { id, kind, happenedAt } = transfer;
    const view = transfers.get(id) ?? { id, kind, happenedAt: toIso(happenedAt), entries: [] };
    const { kind: name, currency } = account;
    view.entries.push({ account: name, ownerName, amountMinor: entry.amountMinor, currency });
    transfers.set(id, view);
  }
  return [...transfers.values()];
}

/** The postings of a transfer that was written under `key`; none when there is no such transfer. */
export async function postingsOf(db: Executor, key: string): Promise<Posting[]> {
  const rows = await db
    .select({ account: ledgerAccount, amountMinor: ledgerEntry.amountMinor })
    .from(ledgerTransfer)
    .innerJoin(ledgerEntry, eq(ledgerEntry.transferId, ledgerTransfer.id))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId))
    .where(eq(ledgerTransfer.idempotencyKey, key))
    .orderBy(asc(ledgerEntry.seq));
  return rows.map(({ account, amountMinor }) => ({
    account: { kind: account.kind as AccountKind, ownerId: account.ownerId as PersonId | null },
    amountMinor,
  }));
}
