import type { Actor } from '#features/accounts/gates.server.ts';
import { isUnderWay, settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargeByReference, linesOf, refundsOf, type Charge, type Refund } from '#features/payments/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import { isOurReference } from '#shared/id.ts';
import { applyCharge } from '../commands/apply-charge.server.ts';
import { sessionFor } from '../queries.server.ts';
import type { PaymentState, PaymentView, SessionView } from '../types.ts';

/**
 * What is true of a payment now. Asks Paystack while it is open and applies what it says at once, so that the
 * page that Paystack sends people back to never waits for a webhook. To anyone but the payer it says the state only.
 */
export async function paymentView(app: App, actor: Actor | null, reference: string): Promise<PaymentView> {
  if (!isOurReference(reference)) return { state: 'unknown', detail: null };
  const outcome = await settleCharge(app, reference);
  if ('chargeId' in outcome && (outcome.state === 'settled' || outcome.state === 'mismatched'))
    await applyCharge(app, outcome.chargeId);
  const charge = await chargeByReference(app.db, reference);
  if (charge === null) return { state: 'unknown', detail: null };
  const refunds = await refundsOf(app.db, [charge.id]);
  const session = await sessionOf(app, charge);
  const state = stateOf(charge, refunds, session);
  if (actor === null || actor.personId !== charge.payerId || session === null) return { state, detail: null };
  return { state, detail: detailOf(charge, refunds, session) };
}

/** Read as its payer sees it: who asks was judged above. */
async function sessionOf(app: App, charge: Charge): Promise<SessionView | null> {
  const [line] = await linesOf(app.db, charge.id);
  if (line === undefined) return null;
  const payer = { personId: charge.payerId, role: 'STUDENT' } as Actor;
  const found = await sessionFor(app, payer, line.sessionId);
  return found.ok ? found.value.session : null;
}

function stateOf(charge: Charge, refunds: readonly Refund[], session: SessionView | null): PaymentState {
  if (charge.status === 'SUCCEEDED') return stateOfSuccess(charge, refunds);
  if (charge.mismatch !== null) return 'processing';
  if (session?.status === 'EXPIRED') return 'expired';
  if (session?.status === 'CANCELLED') return 'given_up';
  if (isUnderWay(charge.providerStatus)) return 'waiting_for_bank';
  if (charge.status === 'FAILED') return 'failed';
  return charge.providerStatus === 'abandoned' || charge.status === 'ABANDONED' ? 'abandoned' : 'processing';
}

function stateOfSuccess(charge: Charge, refunds: readonly Refund[]): PaymentState {
  const captured = charge.capturedMinor ?? 0;
  const back = charge.refundingMinor + charge.refundedMinor;
  if (back < captured) return charge.decidedAt === null ? 'processing' : 'paid';
  if (refunds.length > 0 && refunds.every(({ status }) => status === 'PROCESSED')) return 'refunded';
  return refunds.some(({ reason }) => reason === 'late') ? 'paid_late_refunding' : 'refunding';
}

function detailOf(
  charge: Charge,
  refunds: readonly Refund[],
  session: SessionView,
): NonNullable<PaymentView['detail']> {
  const refundMinor = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const canPayAgain =
    charge.status !== 'SUCCEEDED' &&
    (session.status === 'PENDING_PAYMENT' || session.status === 'SCHEDULED') &&
    (session.paymentStatus === 'PENDING' || session.paymentStatus === 'FAILED');
  return {
    session,
    amountMinor: charge.capturedMinor ?? charge.amountMinor,
    currency: charge.capturedCurrency ?? charge.currency,
    refundMinor: refundMinor === 0 ? null : refundMinor,
    payUntil: canPayAgain ? session.paymentDeadline : null,
    canPayAgain,
  };
}
