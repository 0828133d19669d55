import { and, asc, eq, ne } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import type { PersonId } from '#shared/id.ts';
import { NO_MONEY, type Minor } from '#shared/money.ts';
import { accountId, type Account } from './rules.ts';

export type TrialBalanceRow = {
  accountId: string;
  kind: string;
  currency: string;
  /** Debit minus credit. */ balanceMinor: Minor;
};

/** Debit minus credit, zero for an account that nothing has touched. */
export async function balanceOf(db: Executor, account: Account, currency = 'NGN'): Promise<Minor> {
  const [row] = await db
    .select({ balanceMinor: ledgerAccount.balanceMinor })
    .from(ledgerAccount)
    .where(eq(ledgerAccount.id, accountId(account, currency)));
  return row?.balanceMinor ?? NO_MONEY;
}

/** Every account with its balance; the balances of one currency add up to zero. */
export function trialBalance(db: Executor): Promise<TrialBalanceRow[]> {
  return db
    .select({
      accountId: ledgerAccount.id,
      kind: ledgerAccount.kind,
      currency: ledgerAccount.currency,
      balanceMinor: ledgerAccount.balanceMinor,
    })
    .from(ledgerAccount)
    .orderBy(asc(ledgerAccount.id));
}

export type SessionEntry = { kind: string; accountKind: string; amountMinor: Minor };

/** Every entry that one session's money made, in order. */
export function entriesOfSession(db: Executor, sessionId: string): Promise<SessionEntry[]> {
  return db
    .select({ kind: ledgerTransfer.kind, accountKind: ledgerAccount.kind, amountMinor: ledgerEntry.amountMinor })
    .from(ledgerTransfer)
    .innerJoin(ledgerEntry, eq(ledgerEntry.transferId, ledgerTransfer.id))
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerEntry.accountId))
    .where(eq(ledgerTransfer.sessionId, sessionId))
    .orderBy(asc(ledgerEntry.seq));
}

/** What is still somebody's in the books: their accounts that are not at zero, but for `tutor_pending`. */
export async function moneyHeldFor(db: Executor, ownerId: PersonId): Promise<{ kind: string; balanceMinor: Minor }[]> {
  const rows = await db
    .select({ kind: ledgerAccount.kind, balanceMinor: ledgerAccount.balanceMinor })
    .from(ledgerAccount)
    .where(and(eq(ledgerAccount.ownerId, ownerId), ne(ledgerAccount.balanceMinor, NO_MONEY)));
  return rows.filter(({ kind }) => kind !== 'tutor_pending');
}
