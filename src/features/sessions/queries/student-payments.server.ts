import { and, desc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { refundsOf, type Refund } from '#features/payments/queries.server.ts';
import type { RefundStatus } from '#features/payments/types.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { charge, chargeLine } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { isOurReference } from '#shared/id.ts';
import { NO_MONEY, type Minor } from '#shared/money.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import { readListCursor, writeListCursor } from '../rules/list-cursor.ts';

type Payer = May<'session.book'>;

export type PaymentRefund = {
  amountMinor: Minor;
  currency: string;
  status: RefundStatus;
  /** `cancelled_by_student`, `tutor_absent`, `late`, … */
  reason: string;
  requestedAt: string;
  processedAt: string | null;
};

export type StudentPayment = {
  reference: string;
  paidAt: string;
  amountMinor: Minor;
  currency: string;
  /** How it was paid, as Paystack names it: `card`, `bank_transfer`, …; null when it did not say. */
  channel: string | null;
  /** False where the money settled nothing (too late, twice, a wrong amount) and goes back. */
  settled: boolean;
  session: { id: string; title: string; startsAt: string; endsAt: string; tutorName: string };
  refunds: PaymentRefund[];
};

export type PaymentPage = { payments: StudentPayment[]; nextCursor: string | null };

/** Everything that this person has paid, newest first, with what came back of it. Another's payments are never among them. */
export async function paymentsOf(app: App, payer: Payer, cursor?: string): Promise<PaymentPage> {
  const rows = await rowsOf(app, payer, cursor === undefined ? undefined : beyond(cursor), settings.pageSize + 1);
  const page = rows.slice(0, settings.pageSize);
  const last = page.at(-1)?.charge;
  return {
    payments: await withRefunds(app, page),
    nextCursor:
      rows.length > settings.pageSize && last !== undefined
        ? writeListCursor({ startsAt: last.createdAt, id: last.id })
        : null,
  };
}

/** One payment of this person by its reference; anybody else's is `not_found`. */
export async function paymentOf(app: App, payer: Payer, reference: string): Promise<Result<StudentPayment>> {
  if (!isOurReference(reference)) return refuse('not_found');
  const [payment] = await withRefunds(app, await rowsOf(app, payer, eq(charge.reference, reference), 1));
  return payment === undefined ? refuse('not_found') : ok(payment);
}

type Row = { charge: typeof charge.$inferSelect; session: typeof session.$inferSelect; tutorName: string };

function rowsOf(app: App, payer: Payer, where: SQL | undefined, limit: number): Promise<Row[]> {
  return app.db
    .select({ charge, session, tutorName: person.name })
    .from(charge)
    .innerJoin(chargeLine, eq(chargeLine.chargeId, charge.id))
    .innerJoin(session, eq(session.id, chargeLine.sessionId))
    .innerJoin(person, eq(person.id, session.tutorId))
    .where(and(eq(charge.payerId, payer.personId), eq(charge.status, 'SUCCEEDED'), isNotNull(charge.paidAt), where))
    .orderBy(desc(charge.createdAt), desc(charge.id))
    .limit(limit);
}

/** A cursor that we did not write begins at the first page. */
function beyond(cursor: string): SQL | undefined {
  const last = readListCursor(cursor);
  if (last === null) return undefined;
  return sql`(${charge.createdAt}, ${charge.id}) < (${last.startsAt}::timestamptz, ${last.id}::uuid)`;
}

async function withRefunds(app: App, rows: readonly Row[]): Promise<StudentPayment[]> {
  const refunds = await refundsOf(
    app.db,
    rows.map((row) => row.charge.id),
  );
  return rows.map((row) => toPayment(row, refunds));
}

function toPayment({ charge: paid, session: about, tutorName }: Row, refunds: readonly Refund[]): StudentPayment {
  return {
    reference: paid.reference,
    paidAt: toIso(paid.paidAt ?? paid.createdAt),
    amountMinor: paid.capturedMinor ?? NO_MONEY,
    currency: paid.capturedCurrency ?? paid.currency,
    channel: paid.channel,
    settled: about.settledChargeId === paid.id || paid.decidedAt === null,
    session: {
      id: about.id,
      title: about.title,
      startsAt: toIso(about.startsAt),
      endsAt: toIso(about.endsAt),
      tutorName,
    },
    refunds: stillTrue(refunds.filter(({ chargeId }) => chargeId === paid.id)).map(toRefund),
  };
}

/** A refund that failed and was sent again under another number is told once. */
function stillTrue(refunds: readonly Refund[]): Refund[] {
  return refunds.filter(
    (one) =>
      one.status !== 'FAILED' ||
      !refunds.some(
        (other) => other.id > one.id && other.amountMinor === one.amountMinor && other.reason === one.reason,
      ),
  );
}

export function toRefund(row: Refund): PaymentRefund {
  return {
    amountMinor: row.amountMinor,
    currency: row.currency,
    status: row.status,
    reason: row.reason,
    requestedAt: toIso(row.createdAt),
    processedAt: row.processedAt === null ? null : toIso(row.processedAt),
  };
}
