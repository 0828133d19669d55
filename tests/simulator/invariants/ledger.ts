import { GUARDS, type AccountKind } from '#features/ledger/rules.ts';
import { sums, type Everything } from './read.ts';

/** Every transfer balances, every account and month is the sum of its entries, every account is on its side of zero, every currency adds up to nothing. */
export function findBrokenLedger({
  accounts,
  entries,
  months,
}: Pick<Everything, 'accounts' | 'entries' | 'months'>): string[] {
  const byAccount = sums(
    entries,
    (entry) => entry.accountId,
    (entry) => entry.amountMinor,
  );
  const byCurrency = sums(
    accounts,
    (account) => account.currency,
    (account) => account.balanceMinor,
  );
  const byTransfer = sums(
    entries,
    (entry) => `${entry.key} in ${entry.currency}`,
    (entry) => entry.amountMinor,
  );
  return [
    ...accounts
      .filter(({ id, balanceMinor }) => balanceMinor !== (byAccount.get(id) ?? 0))
      .map(({ id, balanceMinor }) => `${id} is ${balanceMinor}, and its entries add up to ${byAccount.get(id) ?? 0}`),
    ...accounts
      .filter(({ kind, balanceMinor }) => balanceMinor * GUARDS[kind as AccountKind] < 0)
      .map(({ id, balanceMinor }) => `${id} is on the wrong side of zero: ${balanceMinor}`),
    ...unequal(byCurrency, 'the ledger'),
    ...unequal(byTransfer, 'a transfer'),
    ...brokenMonths({ entries, months }),
  ];
}

function unequal(totals: Map<string, number>, what: string): string[] {
  return [...totals]
    .filter(([, total]) => total !== 0)
    .map(([key, total]) => `${what} is out of balance: ${key} by ${total}`);
}

function brokenMonths({ entries, months }: Pick<Everything, 'entries' | 'months'>): string[] {
  const totals = sums(
    entries,
    ({ month, currency, kind, account }) => `${month} ${currency} ${kind} ${account}`,
    ({ amountMinor }) => amountMinor,
  );
  for (const { month, currency, transferKind, accountKind, amountMinor } of months) {
    const key = `${month} ${currency} ${transferKind} ${accountKind}`;
    totals.set(key, (totals.get(key) ?? 0) - amountMinor);
  }
  return unequal(totals, 'a month');
}
