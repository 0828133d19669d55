import { asc, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { minor, NO_MONEY } from '#shared/money.ts';
import { accountId, GUARDS, type AccountKind, type Transfer } from './rules.ts';

type Entry = { accountId: string; amountMinor: number };

/**
 * Writes a transfer in the caller's transaction. The same key with the same postings again changes
 * nothing; with others it is a bug and throws. The database refuses what does not balance.
 */
export async function post(app: App, tx: Tx, transfer: Transfer): Promise<void> {
  const entries = entriesOf(transfer);
  if (entries.length === 0) return;
  const now = app.clock.now();
  const id = newId(app.random, now.epochMilliseconds);
  const inserted = await tx
    .insert(ledgerTransfer)
    .values({ id, idempotencyKey: transfer.key, kind: transfer.kind, ...transfer.refs, happenedAt: now })
    .onConflictDoNothing()
    .returning({ id: ledgerTransfer.id });
  if (inserted.length === 0) return assertSameEntries(tx, transfer.key, entries);
  await openAccounts(tx, transfer);
  await tx
    .insert(ledgerEntry)
    .values(
      entries.map((entry) => ({ transferId: id, accountId: entry.accountId, amountMinor: minor(entry.amountMinor) })),
    );
}

/**
 * Undoes a transfer by its mirror image under a key of its own: the money stands where it stood before. Safe to
 * run again.
 */
export async function reverse(app: App, tx: Tx, key: string, mirror: { key: string; kind: string }): Promise<void> {
  const written = await tx
    .select({ account: ledgerAccount, amountMinor: ledgerEntry.amountMinor, transfer: ledgerTransfer })
    .from(ledgerTransfer)
    .innerJoin(ledgerEntry, eq(ledgerEntry.transferId, ledgerTransfer.id))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId))
    .where(eq(ledgerTransfer.idempotencyKey, key));
  const [first] = written;
  assert(first !== undefined, `transfer ${key} exists`);
  const { chargeId, sessionId, refundId } = first.transfer;
  await post(app, tx, {
    ...mirror,
    currency: first.account.currency,
    refs: { ...(chargeId && { chargeId }), ...(sessionId && { sessionId }), ...(refundId && { refundId }) },
    postings: written.map(({ account, amountMinor }) => ({
      account: { kind: account.kind as AccountKind, ownerId: account.ownerId as PersonId | null },
      amountMinor: minor(-amountMinor),
    })),
  });
}

/** In account order, so that two transfers lock accounts in the same order. */
function entriesOf(transfer: Transfer): Entry[] {
  const total = transfer.postings.reduce((sum, posting) => sum + posting.amountMinor, 0);
  assert(total === 0, `transfer ${transfer.key} does not balance`);
  return transfer.postings
    .filter((posting) => posting.amountMinor !== 0)
    .map((posting) => ({ accountId: accountId(posting.account, transfer.currency), amountMinor: posting.amountMinor }))
    .sort(byAccount);
}

function byAccount(a: Entry, b: Entry): number {
  return a.accountId < b.accountId ? -1 : 1;
}

async function openAccounts(tx: Tx, transfer: Transfer): Promise<void> {
  const accounts = transfer.postings.map(({ account }) => ({
    id: accountId(account, transfer.currency),
    kind: account.kind,
    ownerId: account.ownerId,
    currency: transfer.currency,
    balanceMinor: NO_MONEY,
    guard: GUARDS[account.kind],
  }));
  accounts.sort((a, b) => (a.id < b.id ? -1 : 1));
  await tx.insert(ledgerAccount).values(accounts).onConflictDoNothing();
}

async function assertSameEntries(tx: Tx, key: string, wanted: Entry[]): Promise<void> {
  const written = await tx
    .select({ accountId: ledgerEntry.accountId, amountMinor: ledgerEntry.amountMinor })
    .from(ledgerEntry)
    .innerJoin(ledgerTransfer, eq(ledgerTransfer.id, ledgerEntry.transferId))
    .where(eq(ledgerTransfer.idempotencyKey, key))
    .orderBy(asc(ledgerEntry.accountId));
  const same =
    written.length === wanted.length &&
    [...written]
      .sort(byAccount)
      .every((entry, at) => entry.accountId === wanted[at]?.accountId && entry.amountMinor === wanted[at]?.amountMinor);
  assert(same, `transfer ${key} was written before with other entries`);
}
