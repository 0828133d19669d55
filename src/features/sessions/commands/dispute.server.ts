import { defineCommand } from '#features/accounts/command.server.ts';
import type { NotificationData } from '#features/notifications/types.ts';
import { closeAdminTask, openAdminTask } from '#features/payments/commands/open-admin-task.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { minor, percentOf, subtract } from '#shared/money.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore, latest, plusMinutes, type Instant } from '#shared/time.ts';
import { settings } from '#shared/settings.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { reasonInput, resolveInput } from '../schema.ts';
import { next, stageOf } from '../state.ts';
import type { SessionView } from '../types.ts';
import { move, type SessionRow } from './move.server.ts';
import { freezeShares, refundSession, unfreezeShares } from './session-money.server.ts';
import { occasion } from './reschedule.server.ts';
import { tell } from './tell.server.ts';

/** Either side disputes a closed session within 48 hours: its money is frozen and an admin decides. Once a session. */
export const disputeMentorshipSession = defineCommand({
  name: 'disputeMentorshipSession',
  permission: 'session.view',
  input: reasonInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const legal = next(stageOf(row), 'dispute', role);
      if (!legal.ok) return legal;
      if (row.disputedAt !== null || row.resolvedAt !== null)
        return refuse('wrong_state', {
          message: 'This session has been disputed or decided before. Nothing was changed.',
          data: { status: row.status },
        });
      const now = app.clock.now();
      if (!isBefore(now, disputeEnds(row)))
        return refuse('deadline_passed', { message: 'A session can be disputed for 48 hours. Nothing was changed.' });
      const money = await freezeShares(app, tx, row);
      const changes = { ...money, disputedAt: now, disputedBy: role, disputeReason: input.reason ?? null };
      const by = { mover: role, personId: actor.personId, ...(input.reason && { why: input.reason }) };
      const moved = await move(app, tx, row, 'dispute', by, changes);
      if (!moved.ok) return moved;
      const detail = `The ${role} disputes a session that is ${row.status}${input.reason ? `: ${input.reason}` : '.'}`;
      await openAdminTask(app, tx, { kind: 'dispute', subjectId: row.id, detail });
      await tell(
        app,
        tx,
        moved.value,
        'session_disputed',
        [role === 'student' ? 'tutor' : 'student'],
        input.reason ? { message: input.reason } : {},
      );
      return moved;
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

/** 48 hours from the later of the scheduled end and the move that closed it, like the release. */
export function disputeEnds(row: Pick<SessionRow, 'endsAt' | 'endedAt'>) {
  return plusMinutes(latest(row.endsAt, row.endedAt ?? row.endsAt), settings.releaseAfterHours * 60);
}

/** An admin decides a session with a task: what it was, and how many percent of the price go back. Final; the rest is released. */
export const resolveMentorshipSession = defineCommand({
  name: 'resolveMentorshipSession',
  permission: 'platform.administer',
  input: resolveInput,
  async run(app, admin, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, admin, input, ['admin']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const event = input.status === 'COMPLETED' ? 'resolveCompleted' : 'resolveNoShow';
      const legal = next(stageOf(row), event, 'admin');
      if (!legal.ok) return legal;
      const kinds = await closeAdminTask(app, tx, ['dispute', 'no_show_claim', 'nobody_came'], row.id, input.reason);
      if (kinds === 0)
        return refuse('wrong_state', {
          message: 'There is no open question about this session. Nothing was changed.',
          data: { status: row.status },
        });
      const refund = refundWanted(row, input.refundPercent);
      if (!refund.ok) return refund;
      const thawed = await unfreezeShares(app, tx, row);
      const settled = { ...row, ...thawed };
      const money = await refundSession(app, tx, settled, refund.value, 'decided_by_admin');
      const kept = money.keptMinor ?? row.keptMinor;
      const now = app.clock.now();
      const changes = {
        ...thawed,
        ...money,
        resolvedAt: now,
        endedAt: row.endedAt ?? now,
        noShow: input.status === 'COMPLETED' ? null : row.noShow,
        releaseAt: kept !== null && kept > 0 && settled.moneyState === 'PENDING' ? latest(now, row.endsAt) : null,
      };
      const moved = await move(
        app,
        tx,
        settled,
        event,
        { mover: 'admin', personId: admin.personId, why: input.reason },
        changes,
      );
      if (!moved.ok) return moved;
      await tell(
        app,
        tx,
        moved.value,
        'session_decided',
        ['student', 'tutor'],
        { message: input.reason, refundMinor: refund.value, shareIs: shareAfter(moved.value, now) },
        occasion(moved.value),
      );
      return moved;
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, admin, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

/** What is told of the share: a decision after the scheduled end releases it, one before it leaves that to the end. */
function shareAfter({ moneyState, endsAt }: SessionRow, now: Instant): NonNullable<NotificationData['shareIs']> {
  if (moneyState === 'RELEASED') return 'released';
  return isBefore(now, endsAt) ? 'released_at_end' : 'released_now';
}

/** The part of the decided percentage that has not been returned before. Money once returned cannot be taken back. */
function refundWanted(row: SessionRow, percent: number) {
  if (row.keptMinor === null) return ok(minor(0));
  const wanted = percentOf(row.priceMinor, percent);
  const returned = subtract(row.priceMinor, row.keptMinor);
  if (wanted < returned) return refuse('refund_too_low', { data: { returnedMinor: returned } });
  return ok(subtract(wanted, returned));
}
