import { setTimeout as sleep } from 'node:timers/promises';
import { abandonCharges, createCharge } from '#features/payments/commands/create-charge.server.ts';
import { openCharge } from '#features/payments/commands/open-charge.server.ts';
import { chargeById, chargesFor, type Charge } from '#features/payments/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { assert } from '#shared/assert.ts';
import type { ChargeId, PersonId, SessionId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { minutesBetween, toIso } from '#shared/time.ts';
import { hasLapsed, isUnpaid, offersBankTransfer } from '../rules.ts';
import { next, stageOf } from '../state.ts';
import { lockSession, type SessionRow } from './move.server.ts';

/** Another request may be asking Paystack for this page right now: it is waited for this long, then asked for anew. */
const OPENING_SECONDS = 12;
const LOOK_EVERY_MS = 100;

/**
 * Where a student pays an unpaid session of theirs: the page that is open already, or a new attempt under a
 * fresh reference. Refusals: `not_found`, `wrong_state`, `deadline_passed`, `provider_unavailable` (the hold is kept).
 */
export async function payPage(
  app: App,
  studentId: PersonId,
  sessionId: SessionId,
): Promise<Result<{ authorizationUrl: string }>> {
  const first = await transact(app.db, (tx) => currentAttempt(app, tx, studentId, sessionId, null));
  if (!first.ok) return first;
  const url = await pageOf(app, first.value);
  if (url !== null) return url;
  const second = await transact(app.db, (tx) => currentAttempt(app, tx, studentId, sessionId, first.value.chargeId));
  if (!second.ok) return second;
  return (await pageOf(app, second.value)) ?? refuse('provider_unavailable');
}

type Attempt = { chargeId: ChargeId; authorizationUrl: string | null; isNew: boolean };

async function pageOf(app: App, attempt: Attempt): Promise<Result<{ authorizationUrl: string }> | null> {
  if (attempt.authorizationUrl !== null) return ok({ authorizationUrl: attempt.authorizationUrl });
  if (attempt.isNew) return openCharge(app, attempt.chargeId);
  return waitForPage(app, attempt.chargeId);
}

/** The attempt that is open, being opened (unless it is `givenUp`), or a new one. */
async function currentAttempt(
  app: App,
  tx: Tx,
  studentId: PersonId,
  sessionId: SessionId,
  givenUp: ChargeId | null,
): Promise<Result<Attempt>> {
  const row = await lockSession(tx, sessionId);
  if (row === null || row.studentId !== studentId) return refuse('not_found');
  const refusal = refuseUnpayable(app, row);
  if (refusal !== null) return refusal;
  const charges = await chargesFor(tx, sessionId);
  const latest = charges[0];
  if (latest !== undefined && latest.id !== givenUp && isUsable(app, latest)) {
    return ok({ chargeId: latest.id, authorizationUrl: latest.authorizationUrl, isNew: false });
  }
  await abandonCharges(
    app,
    tx,
    charges.map(({ id }) => id),
  );
  return ok({ chargeId: await chargeSession(app, tx, row), authorizationUrl: null, isNew: true });
}

function isUsable(app: App, charge: Charge): boolean {
  if (charge.status === 'OPEN') return true;
  return charge.status === 'CREATED' && minutesBetween(charge.createdAt, app.clock.now()) * 60 < OPENING_SECONDS;
}

function refuseUnpayable(app: App, row: SessionRow): Refusal | null {
  if (!isUnpaid(row)) {
    const move = next(stageOf(row), 'pay', 'paystack');
    return move.ok ? null : move;
  }
  if (!hasLapsed(row, app.clock.now())) return null;
  const deadline = row.paymentDeadline === null ? null : toIso(row.paymentDeadline);
  return refuse('deadline_passed', {
    message: 'The time to pay for this session has passed, and the time is free again. Nothing was charged.',
    data: { status: 'EXPIRED', paymentDeadline: deadline },
  });
}

/** Records a new attempt to pay for a session, in the caller's transaction. */
export async function chargeSession(app: App, tx: Tx, row: SessionRow): Promise<ChargeId> {
  assert(row.paymentDeadline !== null, `session ${row.id} awaits payment`);
  return createCharge(app, tx, {
    payerId: row.studentId,
    amountMinor: row.priceMinor,
    currency: row.currency,
    lines: [{ sessionId: row.id, amountMinor: row.priceMinor }],
    payUntil: row.paymentDeadline,
    offersBankTransfer: offersBankTransfer(app.clock.now(), row.paymentDeadline),
  });
}

async function waitForPage(app: App, chargeId: ChargeId): Promise<Result<{ authorizationUrl: string }> | null> {
  for (let waitedMs = 0; waitedMs < OPENING_SECONDS * 1000; waitedMs += LOOK_EVERY_MS) {
    const charge = await chargeById(app.db, chargeId);
    if (charge?.authorizationUrl != null) return ok({ authorizationUrl: charge.authorizationUrl });
    if (charge?.status !== 'CREATED') return null;
    await sleep(LOOK_EVERY_MS);
  }
  return null;
}
