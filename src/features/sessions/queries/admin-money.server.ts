import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { ledgerTotals, revenueByMonth, type MonthRevenue } from '#features/ledger/queries/revenue.server.ts';
import { providerTotals, type ProviderTotals } from '#features/payments/queries/provider-totals.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { ledgerAccount } from '#infra/db/tables/ledger.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { minor, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';

type Admin = May<'platform.administer'>;

/** One kind of account: debit minus credit, summed over the people who have one. */
export type AccountSum = { kind: string; currency: string; accounts: number; balanceMinor: Minor };

/** The trial balance: the sums of one currency add up to zero. */
export async function moneyOverview(app: App, _admin: Admin): Promise<AccountSum[]> {
  const rows = await app.db
    .select({
      kind: ledgerAccount.kind,
      currency: ledgerAccount.currency,
      accounts: sql<number>`count(*)`.mapWith(Number),
      balanceMinor: sql<number>`sum(${ledgerAccount.balanceMinor})`.mapWith(Number),
    })
    .from(ledgerAccount)
    .groupBy(ledgerAccount.kind, ledgerAccount.currency)
    .orderBy(asc(ledgerAccount.currency), asc(ledgerAccount.kind));
  return rows.map((row) => ({ ...row, balanceMinor: minor(row.balanceMinor) }));
}

/** One currency's books: revenue by month, the trial balance, and what Paystack has told us. */
export type CurrencyBooks = {
  currency: string;
  /** A year of months with money, oldest first. */
  months: MonthRevenue[];
  accounts: AccountSum[];
  /** Null where Paystack has told us of no payment yet. */
  provider: ProviderTotals | null;
  /** The same three sums by our own ledger. */
  ledger: Omit<ProviderTotals, 'currency'>;
};

const MONTHS_SHOWN = 12;

/** The platform's books, a currency at a time, since amounts of two currencies have no sum. */
export async function platformBooks(app: App, admin: Admin): Promise<CurrencyBooks[]> {
  const [accounts, provider] = await Promise.all([moneyOverview(app, admin), providerTotals(app.db)]);
  const currencies = [...new Set(accounts.map(({ currency }) => currency))];
  return Promise.all(
    currencies.map(async (currency) => {
      const [months, ledger] = await Promise.all([
        revenueByMonth(app.db, currency, firstMonth(app)),
        ledgerTotals(app.db, currency),
      ]);
      return {
        currency,
        months,
        accounts: accounts.filter((account) => account.currency === currency),
        provider: provider.find((one) => one.currency === currency) ?? null,
        ledger,
      };
    }),
  );
}

/** The first day of the month eleven months ago, by the platform's calendar. */
function firstMonth(app: App): string {
  const thisMonth = app.clock.now().toZonedDateTimeISO(settings.timeZone).toPlainDate().with({ day: 1 });
  return thisMonth.subtract({ months: MONTHS_SHOWN - 1 }).toString();
}

export type TutorBalance = {
  id: string;
  name: string;
  availableMinor: Minor;
  pendingMinor: Minor;
  owedMinor: Minor;
  currency: string;
};

/** What each tutor has, has on the way and owes, by the order in which they joined. */
export async function tutorBalances(
  app: App,
  _admin: Admin,
  cursor?: string,
): Promise<{ tutors: TutorBalance[]; nextCursor: string | null }> {
  const balance = (kind: string) =>
    sql<number>`coalesce(sum(${ledgerAccount.balanceMinor}) filter (where ${ledgerAccount.kind} = ${kind}), 0)`.mapWith(
      Number,
    );
  const rows = await app.db
    .select({
      id: person.id,
      name: person.name,
      currency: ledgerAccount.currency,
      available: balance('tutor_available'),
      pending: balance('tutor_pending'),
      owed: balance('tutor_receivable'),
    })
    .from(ledgerAccount)
    .innerJoin(person, eq(person.id, sql`${ledgerAccount.ownerId}`))
    .where(
      and(
        inArray(ledgerAccount.kind, ['tutor_available', 'tutor_pending', 'tutor_receivable']),
        eq(ledgerAccount.currency, settings.currency),
        cursor === undefined ? undefined : gt(person.id, readId<PersonId>(cursor)),
      ),
    )
    .groupBy(person.id, person.name, ledgerAccount.currency)
    .orderBy(asc(person.id))
    .limit(settings.pageSize + 1);
  const page = rows.slice(0, settings.pageSize);
  return {
    tutors: page.map(({ id, name, currency, available, pending, owed }) => ({
      id,
      name,
      currency,
      // What we owe them stands on the credit side, below zero.
      availableMinor: minor(0 - available),
      pendingMinor: minor(0 - pending),
      owedMinor: minor(owed),
    })),
    nextCursor: rows.length > settings.pageSize ? (page.at(-1)?.id ?? null) : null,
  };
}
