import { defineCommand, type App } from '#features/accounts/command.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { abandonCharges } from '#features/payments/commands/create-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { cancellationOf, type Cancellation } from '../rules/cancellation.ts';
import { SESSION_REPLANNED } from '../events.ts';
import { cancelInput, sessionInput } from '../schema.ts';
import { isPaid, next, stageOf } from '../state.ts';
import type { SessionView, UserRole } from '../types.ts';
import { move, type SessionRow } from './move.server.ts';
import { refundSession } from './session-money.server.ts';
import { tell } from './tell.server.ts';

const EVERYONE = ['student', 'tutor', 'admin'] as const;

export type CancellationPreview = {
  refundMinor: number;
  percent: number;
  /** Why it is this much: `policy`, `too_late`, `tutor_cancels`, `platform_cancels`, `free`, `not_paid`. */
  reason: Cancellation['reason'];
  /** When the money arrives, in words; null when none is returned. */
  arrives: string | null;
};

/** What cancelling now would give back. Changes nothing. */
export const previewMentorshipCancellation = defineCommand({
  name: 'previewMentorshipCancellation',
  permission: 'session.view',
  input: sessionInput,
  async run(app, actor, input): Promise<Result<CancellationPreview>> {
    return transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, EVERYONE);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const refusal = refuseCancel(app, row, role);
      if (refusal !== null) return refusal;
      const { refundMinor, percent, reason } = cancellationOf(row, role, app.clock.now());
      return ok({ refundMinor, percent, reason, arrives: refundMinor > 0 ? 'in 3 to 10 working days' : null });
    });
  },
});

/** Cancels a session before it starts. `refund_changed` with the new amount when it is not what the preview said. */
export const cancelMentorshipSession = defineCommand({
  name: 'cancelMentorshipSession',
  permission: 'session.view',
  input: cancelInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, EVERYONE);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      return cancel(app, tx, row, {
        role,
        actor,
        reason: input.reason,
        expectedRefundMinor: input.expectedRefundMinor,
      });
    });
    if (!done.ok) return done;
    faultPoint(app, 'refund.recorded');
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

type Cancelling = {
  role: UserRole;
  actor: Actor;
  reason?: string | undefined;
  /** What the tutor is told in place of `reason`. */
  tutorReason?: string | undefined;
  /** Left out by a tutor, who always returns everything. */ expectedRefundMinor?: number | undefined;
};

/** The move itself, in the caller's transaction: what is kept is released at the scheduled end. */
export async function cancel(app: App, tx: Tx, row: SessionRow, by: Cancelling): Promise<Result<SessionRow>> {
  const refusal = refuseCancel(app, row, by.role);
  if (refusal !== null) return refusal;
  const cancellation = cancellationOf(row, by.role, app.clock.now());
  const { refundMinor } = cancellation;
  if (by.expectedRefundMinor !== undefined && by.expectedRefundMinor !== refundMinor) {
    return refuse('refund_changed', {
      data: { refundMinor, percent: cancellation.percent, reason: cancellation.reason },
    });
  }
  const money = await refundSession(app, tx, row, refundMinor, `cancelled_by_${by.role}`);
  const keptMinor = money.keptMinor ?? row.keptMinor;
  const changes = { ...money, releaseAt: keptMinor !== null && keptMinor > 0 ? row.endsAt : null, meetingUrl: null };
  const moved = await move(
    app,
    tx,
    row,
    'cancel',
    { mover: by.role, personId: by.actor.personId, ...(by.reason && { why: by.reason }) },
    changes,
  );
  if (!moved.ok) return moved;
  if (stageOf(row) === 'SCHEDULED_PAID') await app.jobs.enqueue(tx, SESSION_REPLANNED, { sessionId: row.id });
  await abandonCharges(
    app,
    tx,
    (await chargesFor(tx, row.id)).map(({ id }) => id),
  );
  const extra = {
    refundMinor,
    by: by.role,
    ...(by.reason && { message: by.reason }),
    ...(by.tutorReason && { tutorMessage: by.tutorReason }),
  };
  const others = { student: ['tutor'], tutor: ['student'], admin: ['student', 'tutor'] } as const;
  // Whoever cancels a booked one gets a receipt: it says what the money does, and takes it out of their calendar.
  const sides = isPaid(row.paymentStatus) ? (['student', 'tutor'] as const) : others[by.role];
  await tell(app, tx, moved.value, 'session_cancelled', sides, extra);
  return moved;
}

function refuseCancel(app: App, row: SessionRow, role: UserRole) {
  const legal = next(stageOf(row), 'cancel', role);
  if (!legal.ok) return legal;
  if (isBefore(app.clock.now(), row.startsAt)) return null;
  return refuse('too_late', {
    message: 'This session has begun, so it cannot be cancelled any more. Nothing was changed.',
    data: { status: row.status },
  });
}
