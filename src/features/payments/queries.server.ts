import { and, asc, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, chargeLine, refund } from '#infra/db/tables/payments.server.ts';
import type { ChargeId, RefundId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';

export type Charge = typeof charge.$inferSelect;
export type Refund = typeof refund.$inferSelect;

export async function chargeByReference(db: Executor, reference: string): Promise<Charge | null> {
  const [row] = await db.select().from(charge).where(eq(charge.reference, reference));
  return row ?? null;
}

export async function chargeById(db: Executor, id: ChargeId): Promise<Charge | null> {
  const [row] = await db.select().from(charge).where(eq(charge.id, id));
  return row ?? null;
}

export async function refundById(db: Executor, id: RefundId): Promise<Refund | null> {
  const [row] = await db.select().from(refund).where(eq(refund.id, id));
  return row ?? null;
}

/** The attempts to pay for one thing: the one that can be paid now, if any, then the newest first. */
export async function chargesFor(db: Executor, sessionId: string): Promise<Charge[]> {
  const rows = await db
    .select({ charge })
    .from(chargeLine)
    .innerJoin(charge, eq(charge.id, chargeLine.chargeId))
    .where(eq(chargeLine.sessionId, sessionId as (typeof chargeLine.$inferSelect)['sessionId']))
    .orderBy(desc(inArray(charge.status, ['CREATED', 'OPEN'])), desc(charge.createdAt), desc(charge.id));
  return rows.map((row) => row.charge);
}

/** What one charge pays for. */
export function linesOf(db: Executor, chargeId: ChargeId): Promise<(typeof chargeLine.$inferSelect)[]> {
  return db.select().from(chargeLine).where(eq(chargeLine.chargeId, chargeId));
}

/** The refunds of some charges, newest first. */
export async function refundsOf(db: Executor, chargeIds: readonly ChargeId[]): Promise<Refund[]> {
  if (chargeIds.length === 0) return [];
  return db
    .select()
    .from(refund)
    .where(inArray(refund.chargeId, [...chargeIds]))
    .orderBy(desc(refund.createdAt));
}

const UNDECIDED_LIMIT = 100;

/** Successes from before `since` that nobody has taken or sent back yet, oldest first. */
export async function undecidedCharges(db: Executor, since: Instant): Promise<ChargeId[]> {
  const rows = await db
    .select({ id: charge.id })
    .from(charge)
    .where(and(eq(charge.status, 'SUCCEEDED'), isNull(charge.decidedAt), lt(charge.updatedAt, since)))
    .orderBy(asc(charge.updatedAt))
    .limit(UNDECIDED_LIMIT);
  return rows.map(({ id }) => id);
}
