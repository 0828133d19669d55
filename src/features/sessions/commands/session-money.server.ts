import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { post } from '#features/ledger/commands.server.ts';
import { balanceOf } from '#features/ledger/queries.server.ts';
import { tutorAccount } from '#features/ledger/rules.ts';
import {
  sessionRefundRequested,
  sharesFrozen,
  sharesReleased,
  sharesUnfrozen,
  type Shares,
} from '#features/ledger/rules/session-money.ts';
import { requestRefund } from '#features/payments/commands/request-refund.server.ts';
import { assert } from '#shared/assert.ts';
import { minor, split, subtract, type Minor } from '#shared/money.ts';
import type { SessionRow } from './move.server.ts';

type MoneyChanges = Partial<Pick<SessionRow, 'keptMinor' | 'moneyState' | 'releaseAt'>>;

/** The tutor's and the platform's part of what is kept. */
export function sharesOf(row: Pick<SessionRow, 'platformBasisPoints'>, keptMinor: Minor): Shares {
  return split(keptMinor, row.platformBasisPoints);
}

/**
 * Gives part of what is kept back to the student: each side gives its old share minus its new one, from where
 * the shares are. Returns what changes on the session's row; nothing when nothing is given back.
 */
export async function refundSession(
  app: App,
  tx: Tx,
  row: SessionRow,
  refundMinor: Minor,
  reason: string,
): Promise<MoneyChanges> {
  if (refundMinor === 0) return {};
  const { keptMinor, moneyState, settledChargeId } = row;
  assert(keptMinor !== null && moneyState !== null && settledChargeId !== null, `session ${row.id} was paid`);
  const keptAfter = subtract(keptMinor, refundMinor);
  assert(keptAfter >= 0, 'no more is refunded than is kept');
  const [before, after] = [sharesOf(row, keptMinor), sharesOf(row, keptAfter)];
  const gives = { tutor: subtract(before.tutor, after.tutor), platform: subtract(before.platform, after.platform) };
  const availableMinor = minor(-(await balanceOf(tx, tutorAccount('tutor_available', row.tutorId), row.currency)));
  await requestRefund(app, tx, {
    chargeId: settledChargeId,
    amountMinor: refundMinor,
    source: 'session',
    reason,
    move: (refund) =>
      sessionRefundRequested({
        ...refund,
        sessionId: row.id,
        tutorId: row.tutorId,
        gives,
        from: moneyState,
        availableMinor,
      }),
  });
  return { keptMinor: keptAfter };
}

/** Holds what is kept while an admin decides. */
export async function freezeShares(app: App, tx: Tx, row: SessionRow): Promise<MoneyChanges> {
  if (row.moneyState !== 'PENDING') return {};
  await post(app, tx, sharesFrozen(moneyOf(row)));
  return { moneyState: 'FROZEN', releaseAt: null };
}

/** Lets what is kept be pending again, after a decision. */
export async function unfreezeShares(app: App, tx: Tx, row: SessionRow): Promise<MoneyChanges> {
  if (row.moneyState !== 'FROZEN') return {};
  await post(app, tx, sharesUnfrozen(moneyOf(row)));
  return { moneyState: 'PENDING' };
}

/** Gives the tutor and the platform what is theirs. The caller holds the session's row. */
export async function releaseShares(app: App, tx: Tx, row: SessionRow): Promise<void> {
  if (row.moneyState !== 'PENDING') return;
  await post(app, tx, sharesReleased(moneyOf(row)));
  await tx
    .update(session)
    .set({ moneyState: 'RELEASED', releaseAt: null, updatedAt: app.clock.now() })
    .where(eq(session.id, row.id));
}

function moneyOf(row: SessionRow) {
  assert(row.keptMinor !== null, `session ${row.id} was paid`);
  const { id: sessionId, tutorId, currency } = row;
  return { sessionId, tutorId, currency, shares: sharesOf(row, row.keptMinor), occasion: String(row.version) };
}
