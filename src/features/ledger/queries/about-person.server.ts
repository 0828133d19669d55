import { asc, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Each movement of a tutor's money, at most `limit`, oldest first. Debits are positive. */
export function walletEntriesAbout(db: Executor, personId: PersonId, limit: number) {
  return db
    .select({
      account: ledgerAccount.kind,
      currency: ledgerAccount.currency,
      amountMinor: ledgerEntry.amountMinor,
      kind: ledgerTransfer.kind,
      sessionId: ledgerTransfer.sessionId,
      happenedAt: ledgerTransfer.happenedAt,
    })
    .from(ledgerEntry)
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId))
    .innerJoin(ledgerTransfer, eq(ledgerTransfer.id, ledgerEntry.transferId))
    .where(eq(ledgerAccount.ownerId, personId))
    .orderBy(asc(ledgerEntry.seq))
    .limit(limit);
}
