import type { App } from '#infra/app.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { JobDefinition, Sweep } from '#infra/job-definition.server.ts';
import { CHARGE_FAILED, CHARGE_SETTLED, REFUND_ENDED } from '#features/payments/events.ts';
import { undecidedCharges } from '#features/payments/queries.server.ts';
import type { ChargeId, RefundId, SessionId } from '#shared/id.ts';
import { plusMinutes } from '#shared/time.ts';
import { applyCharge, noteFailedCharge } from './commands/apply-charge.server.ts';
import { expireDue, expireSession, extendWherePaymentIsUnderWay } from './commands/expire.server.ts';
import { releaseDue, settleDue } from './commands/settle-by-clock.server.ts';
import { remindDue } from './commands/remind.server.ts';
import { noteRefundEnded } from './commands/note-refund.server.ts';
import { SESSION_DEADLINE } from './events.ts';

export const jobs: JobDefinition[] = [
  { queue: CHARGE_SETTLED, run: (app, data) => applyCharge(app, data['chargeId'] as ChargeId) },
  { queue: CHARGE_FAILED, run: (app, data) => noteFailedCharge(app, data['chargeId'] as ChargeId) },
  { queue: REFUND_ENDED, run: (app, data) => noteRefundEnded(app, data['refundId'] as RefundId) },
  { queue: SESSION_DEADLINE, run: (app, data) => expireSession(app, data['sessionId'] as SessionId) },
];

export const sweeps: Sweep[] = [
  { name: 'payments under way at a deadline', run: extendWherePaymentIsUnderWay },
  { name: 'settled charges that no session has taken', run: applyLostCharges },
  { name: 'passed deadlines', run: expireDue },
  { name: 'sessions about to start', run: remindDue },
  { name: 'sessions that nobody closed', run: settleDue },
  { name: 'shares to release', run: releaseDue },
];

/** A charge that succeeded a minute ago and still waits for its session: its job was lost. */
async function applyLostCharges(app: App): Promise<void> {
  const lost = await undecidedCharges(app.db, plusMinutes(app.clock.now(), -1));
  await eachInTurn(lost, (id) => applyCharge(app, id));
}
