import { and, asc, eq, gte, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { ledgerMonth } from '#infra/db/tables/ledger.server.ts';
import { minor, type Minor } from '#shared/money.ts';
import type { AccountKind } from '../rules.ts';

/** One month's money in one currency: `gross` is the sum of the four parts that follow it. */
export type MonthRevenue = {
  /** Its first day in the platform's zone: `2026-11-01`. */
  month: string;
  currency: string;
  /** Everything that students paid. */
  grossMinor: Minor;
  tutorsMinor: Minor;
  platformMinor: Minor;
  /** Asked for in this month, whenever it was paid. */
  refundsMinor: Minor;
  /** Paid and not yet matched to a session; below zero when an earlier month's was matched or went back. */
  unmatchedMinor: Minor;
  /** What Paystack kept: out of the platform's share. */
  feesMinor: Minor;
};

const TUTORS: readonly AccountKind[] = ['tutor_pending', 'tutor_available', 'tutor_receivable'];
const PLATFORM: readonly AccountKind[] = ['platform_pending', 'platform_revenue', 'disputed'];

/** The months from `from` (a month's first day) on, oldest first; months without money are missing. Reads sums, no entries. */
export async function revenueByMonth(db: Executor, currency: string, from: string): Promise<MonthRevenue[]> {
  // Credits stand below zero. What moves between a person's own accounts is neither earned nor spent.
  const earned = (kinds: readonly AccountKind[]) => sum(sql`-${ledgerMonth.amountMinor}`, SALES, kinds);
  const rows = await db
    .select({
      month: ledgerMonth.month,
      gross: sum(sql`${ledgerMonth.amountMinor}`, ['charge_received'], ['paystack_clearing']),
      tutors: earned(TUTORS),
      platform: earned(PLATFORM),
      refunds: earned(['refunds_in_flight']),
      fees: sum(sql`${ledgerMonth.amountMinor}`, ['processing_fee'], ['processing_fees']),
    })
    .from(ledgerMonth)
    .where(and(eq(ledgerMonth.currency, currency), gte(ledgerMonth.month, from)))
    .groupBy(ledgerMonth.month)
    .orderBy(asc(ledgerMonth.month));
  return rows.map(({ month, gross, tutors, platform, refunds, fees }) => ({
    month,
    currency,
    grossMinor: minor(gross),
    tutorsMinor: minor(tutors),
    platformMinor: minor(platform),
    refundsMinor: minor(refunds),
    unmatchedMinor: minor(gross - tutors - platform - refunds),
    feesMinor: minor(fees),
  }));
}

export type ProviderSide = { capturedMinor: Minor; feesMinor: Minor; refundedMinor: Minor };

/** All that the ledger says came in at Paystack, was kept by it as fees, and was given back by it. */
export async function ledgerTotals(db: Executor, currency: string): Promise<ProviderSide> {
  const [row] = await db
    .select({
      captured: sum(sql`${ledgerMonth.amountMinor}`, ['charge_received'], ['paystack_clearing']),
      fees: sum(sql`${ledgerMonth.amountMinor}`, ['processing_fee'], ['processing_fees']),
      refunded: sum(sql`-${ledgerMonth.amountMinor}`, ['refund_processed'], ['paystack_clearing']),
    })
    .from(ledgerMonth)
    .where(eq(ledgerMonth.currency, currency));
  return {
    capturedMinor: minor(row?.captured ?? 0),
    feesMinor: minor(row?.fees ?? 0),
    refundedMinor: minor(row?.refunded ?? 0),
  };
}

/** The transfers that give shares, and those that take them back for a refund. */
const SALES = ['charge_applied', 'refund_requested', 'refund_failed'];

function sum(amount: ReturnType<typeof sql>, transferKinds: readonly string[], accountKinds: readonly string[]) {
  const listed = (values: readonly string[]) =>
    sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    );
  return sql<number>`coalesce(sum(${amount}) filter (where ${ledgerMonth.transferKind} in (${listed(transferKinds)})
    and ${ledgerMonth.accountKind} in (${listed(accountKinds)})), 0)`.mapWith(Number);
}
