import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import { inTransaction, lockPersons, transact } from '#infra/db/transact.server.ts';
import { session, takenTime } from '#infra/db/tables/sessions.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { isUnderWay, settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { keepPolling } from '#features/payments/commands/create-charge.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { ok } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { isBefore, plusMinutes, type Instant } from '#shared/time.ts';
import { extendedDeadline, hasLapsed, isPayable } from '../rules.ts';
import { lockSession, mustMove, type SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

const SWEEP_LIMIT = 200;

const unpaid = and(
  inArray(session.status, ['PENDING_PAYMENT', 'SCHEDULED']),
  inArray(session.paymentStatus, ['PENDING', 'FAILED']),
);

/** Ends the holds of these people whose time to pay is over, so that a booking finds their time free. Asks no one outside. */
export async function expireStaleTakers(app: App, tx: Tx, personIds: readonly PersonId[], now: Instant): Promise<void> {
  await expireAll(app, tx, await staleTakers(tx, personIds, now), now);
}

/** The sessions of these people that still take time although their time to pay is over. */
export async function staleTakers(tx: Tx, personIds: readonly PersonId[], now: Instant): Promise<SessionId[]> {
  const stale = await tx
    .selectDistinct({ id: session.id })
    .from(takenTime)
    .innerJoin(session, eq(session.id, takenTime.sessionId))
    .where(and(inArray(takenTime.personId, [...personIds]), unpaid, lte(session.paymentDeadline, now)));
  return stale.map(({ id }) => id);
}

/** Ends those of these sessions whose time to pay is over, freeing the time that they took. */
export async function expireAll(app: App, tx: Tx, sessionIds: readonly SessionId[], now: Instant): Promise<void> {
  for (const id of sessionIds) {
    const row = await lockSession(tx, id);
    if (row !== null && hasLapsed(row, now)) await expire(app, tx, row);
  }
}

/** Moves one session past its deadline to EXPIRED, frees its time and tells both sides what happens to the money. */
async function expire(app: App, tx: Tx, row: SessionRow): Promise<SessionRow> {
  const expired = await mustMove(app, tx, row, 'expire', { mover: 'clock' });
  const isRequest = row.status === 'PENDING_MENTOR_REVIEW';
  const sides = row.status === 'PENDING_PAYMENT' ? (['student'] as const) : (['student', 'tutor'] as const);
  await tell(app, tx, expired, isRequest ? 'request_expired' : 'hold_expired', sides);
  return expired;
}

/** Ends one session if a deadline of its own has passed; anything else is left as it is. */
export async function expireSession(app: App, sessionId: SessionId): Promise<void> {
  await transact(app.db, async (tx) => {
    const [seen] = await tx.select().from(session).where(eq(session.id, sessionId));
    if (seen === undefined) return ok(null);
    await lockPersons(tx, [seen.studentId, seen.tutorId]);
    const row = await lockSession(tx, sessionId);
    const now = app.clock.now();
    if (row !== null && (hasLapsed(row, now) || isUnanswered(row, now))) await expire(app, tx, row);
    return ok(null);
  });
}

function isUnanswered(row: SessionRow, now: Instant): boolean {
  return (
    row.status === 'PENDING_MENTOR_REVIEW' && row.approvalDeadline !== null && !isBefore(now, row.approvalDeadline)
  );
}

/** Every session whose deadline has passed, oldest first. */
export async function expireDue(app: App): Promise<void> {
  const now = app.clock.now();
  const due = await app.db
    .select({ id: session.id })
    .from(session)
    .where(
      or(
        and(unpaid, lte(session.paymentDeadline, now)),
        and(eq(session.status, 'PENDING_MENTOR_REVIEW'), lte(session.approvalDeadline, now)),
      ),
    )
    .orderBy(asc(session.paymentDeadline))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) => expireSession(app, id));
}

/** Two minutes before a hold lapses Paystack is asked; a payment still under way at the bank moves the deadline, once. */
export async function extendWherePaymentIsUnderWay(app: App): Promise<void> {
  const now = app.clock.now();
  const soon = plusMinutes(now, settings.askBeforeDeadlineMinutes);
  const due = await app.db
    .select({ id: session.id })
    .from(session)
    .where(and(unpaid, lte(session.paymentDeadline, soon), sql`${session.deadlineExtendedAt} is null`))
    .orderBy(asc(session.paymentDeadline))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) => extendIfUnderWay(app, id));
}

async function extendIfUnderWay(app: App, sessionId: SessionId): Promise<void> {
  const charges = await chargesFor(app.db, sessionId);
  for (const { reference } of charges.filter(({ status }) => status !== 'SUCCEEDED')) {
    const outcome = await settleCharge(app, reference);
    if (outcome.state === 'waiting_for_bank') return extend(app, sessionId);
  }
}

async function extend(app: App, sessionId: SessionId): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const row = await lockSession(tx, sessionId);
    const now = app.clock.now();
    if (row?.paymentDeadline == null || row.deadlineExtendedAt !== null || !isPayable(row, now)) return;
    const deadline = extendedDeadline(row.paymentDeadline, row.startsAt);
    await tx
      .update(session)
      .set({ paymentDeadline: deadline, deadlineExtendedAt: now, version: sql`${session.version} + 1`, updatedAt: now })
      .where(eq(session.id, sessionId));
    const charges = await chargesFor(tx, sessionId);
    for (const { id, providerStatus } of charges) if (isUnderWay(providerStatus)) await keepPolling(tx, id, deadline);
  });
}
