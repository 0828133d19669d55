import { and, eq, isNotNull, isNull, or } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { inTransaction, lockPersons } from '#infra/db/transact.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { post } from '#features/ledger/commands.server.ts';
import { chargeApplied } from '#features/ledger/rules.ts';
import { noteSuggestionPaid } from '#features/offerings/commands/course-suggestions.server.ts';
import type { ReturnReason } from '#features/notifications/types.ts';
import { decideCharge } from '#features/payments/commands/settle-charge.server.ts';
import { requestRefund } from '#features/payments/commands/request-refund.server.ts';
import { chargeById, linesOf, type Charge } from '#features/payments/queries.server.ts';
import { assert } from '#shared/assert.ts';
import type { ChargeId, SessionId } from '#shared/id.ts';
import { split, subtract } from '#shared/money.ts';
import { SESSION_CONFIRMED } from '../events.ts';
import { canStillBeGiven, hasLapsed } from '../rules.ts';
import { stageOf } from '../state.ts';
import { cancelOwnRequests, rejectRivalRequests } from './close-requests.server.ts';
import { expireStaleTakers } from './expire.server.ts';
import { lockSession, mustMove, type SessionRow } from './move.server.ts';
import { takeTime } from './take-time.server.ts';
import { tell } from './tell.server.ts';

/**
 * What a verified payment does to its session: it settles it, or all of it goes back. In one transaction,
 * and safe to run again: exactly one charge settles a session.
 */
export async function applyCharge(app: App, chargeId: ChargeId): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const [line] = await linesOf(tx, chargeId);
    if (line === undefined) return;
    const row = await lockForPayment(tx, line.sessionId);
    const charge = await chargeById(tx, chargeId);
    if (charge === null || charge.status !== 'SUCCEEDED' || charge.decidedAt !== null) return;
    const reason = charge.mismatch === null ? await settle(app, tx, row, charge) : reasonOf(charge.mismatch);
    if (reason !== null) await giveBack(app, tx, row, charge, reason);
    await decideCharge(app, tx, chargeId);
  });
  faultPoint(app, 'charge.applied');
}

async function lockForPayment(tx: Tx, sessionId: SessionId): Promise<SessionRow> {
  const [seen] = await tx
    .select({ studentId: session.studentId, tutorId: session.tutorId })
    .from(session)
    .where(eq(session.id, sessionId));
  assert(seen !== undefined, `session ${sessionId} exists`);
  await lockPersons(tx, [seen.studentId, seen.tutorId]);
  const row = await lockSession(tx, sessionId);
  assert(row !== null, `session ${sessionId} exists`);
  return row;
}

function reasonOf(mismatch: string): ReturnReason {
  return mismatch === 'currency' || mismatch === 'amount' ? mismatch : 'metadata';
}

/** Makes the money settle the session, or says why it cannot. */
async function settle(app: App, tx: Tx, row: SessionRow, charge: Charge): Promise<ReturnReason | null> {
  const now = app.clock.now();
  if (row.settledChargeId !== null) return 'duplicate';
  if (hasLapsed(row, now)) await expireStaleTakers(app, tx, [row.studentId, row.tutorId], now);
  const current = await lockSession(tx, row.id);
  assert(current !== null, `session ${row.id} exists`);
  const stage = stageOf(current);
  if (stage === 'PENDING_PAYMENT' || stage === 'SCHEDULED_UNPAID') {
    await confirm(app, tx, current, charge, 'pay');
    return null;
  }
  if (stage !== 'EXPIRED') return 'session_closed';
  if (!(await canBookLate(app, tx, current))) return 'late';
  await cancelOwnRequests(app, tx, current);
  await confirm(app, tx, current, charge, 'payLate');
  return null;
}

/** Late money still buys the time when there is notice enough, both are still there, the tutor listed, and nobody else took it. */
async function canBookLate(app: App, tx: Tx, row: SessionRow): Promise<boolean> {
  const now = app.clock.now();
  if (!canStillBeGiven(row.startsAt, now)) return false;
  const isListedTutor = and(eq(person.id, row.tutorId), isNotNull(person.verifiedAt));
  const isStillHere = and(eq(person.id, row.studentId), isNull(person.erasedAt));
  if ((await tx.$count(person, or(isListedTutor, isStillHere))) < 2) return false;
  await expireStaleTakers(app, tx, [row.studentId, row.tutorId], now);
  return (await takeTime(app, tx, row)) === 'taken';
}

async function confirm(app: App, tx: Tx, row: SessionRow, charge: Charge, event: 'pay' | 'payLate'): Promise<void> {
  const changes = {
    paymentStatus: 'PAID' as const,
    settledChargeId: charge.id,
    keptMinor: row.priceMinor,
    moneyState: 'PENDING' as const,
  };
  const paid = await mustMove(app, tx, row, event, { mover: 'paystack' }, changes);
  const shares = split(row.priceMinor, row.platformBasisPoints);
  await post(
    app,
    tx,
    chargeApplied({
      chargeId: charge.id,
      sessionId: row.id,
      tutorId: row.tutorId,
      tutorMinor: shares.tutor,
      platformMinor: shares.platform,
      currency: row.currency,
    }),
  );
  await app.jobs.enqueue(tx, SESSION_CONFIRMED, { sessionId: row.id });
  await tell(app, tx, paid, 'session_booked', ['student', 'tutor']);
  await noteSuggestionPaid(tx, paid, app.clock.now());
  await rejectRivalRequests(app, tx, paid);
  await giveBackExcess(app, tx, paid, charge);
}

async function giveBackExcess(app: App, tx: Tx, row: SessionRow, charge: Charge): Promise<void> {
  assert(charge.capturedMinor !== null, 'a settled charge was captured');
  const excessMinor = subtract(charge.capturedMinor, charge.amountMinor);
  if (excessMinor <= 0) return;
  await requestRefund(app, tx, {
    chargeId: charge.id,
    amountMinor: excessMinor,
    source: 'unapplied',
    reason: 'excess',
  });
  await tellOfReturn(app, tx, row, charge, 'excess', excessMinor);
}

async function giveBack(app: App, tx: Tx, row: SessionRow, charge: Charge, reason: ReturnReason): Promise<void> {
  const amountMinor = charge.capturedMinor;
  assert(amountMinor !== null, 'a settled charge was captured');
  // Money that does not count went back when it was recorded; should that have failed, a person has the task.
  if (charge.mismatch === null)
    await requestRefund(app, tx, { chargeId: charge.id, amountMinor, source: 'unapplied', reason });
  await tellOfReturn(app, tx, row, charge, reason, amountMinor);
}

async function tellOfReturn(
  app: App,
  tx: Tx,
  row: SessionRow,
  charge: Charge,
  returnReason: ReturnReason,
  refundMinor: number,
): Promise<void> {
  const extra = { returnReason, refundMinor, refundCurrency: charge.capturedCurrency ?? row.currency };
  const sides = returnReason === 'excess' ? (['student'] as const) : (['student', 'tutor'] as const);
  await tell(app, tx, row, 'payment_returned', sides, extra, charge.id);
}

/** A failed attempt is shown on a session that still awaits payment; it may be paid until its deadline. */
export async function noteFailedCharge(app: App, chargeId: ChargeId): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const [line] = await linesOf(tx, chargeId);
    if (line === undefined) return;
    const row = await lockForPayment(tx, line.sessionId);
    const charge = await chargeById(tx, chargeId);
    const stage = stageOf(row);
    if (charge?.status !== 'FAILED' || row.paymentStatus !== 'PENDING') return;
    if (stage !== 'PENDING_PAYMENT' && stage !== 'SCHEDULED_UNPAID') return;
    await mustMove(app, tx, row, 'payFails', { mover: 'paystack' }, { paymentStatus: 'FAILED' });
  });
}
