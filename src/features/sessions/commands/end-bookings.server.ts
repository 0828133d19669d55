import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { abandonCharges } from '#features/payments/commands/create-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore } from '#shared/time.ts';
import { cancellationOf } from '../rules/cancellation.ts';
import { stageOf } from '../state.ts';
import { cancel } from './cancel.server.ts';
import { lockSession, move, type SessionRow } from './move.server.ts';
import { dropProposal } from './proposal.server.ts';
import { tell } from './tell.server.ts';

/** Whose bookings end, on which side they are, who ends them, and what the other side is told. */
export type Ending = {
  readonly personId: PersonId;
  readonly side: 'student' | 'tutor';
  readonly by: 'student' | 'tutor' | 'admin';
  readonly actor: Actor;
  readonly reason: string;
  /** What the tutor of a paid one is told in place of `reason`. */
  readonly tutorReason?: string;
};

/** More than anybody has ahead of them; what is beyond is ended all the same. */
const PREVIEW_LIMIT = 200;

/** What `endBookings` would end now, soonest first, and what each gives back. Changes nothing. */
export async function bookingsToEnd(
  app: App,
  db: Executor,
  { personId, side, by }: Pick<Ending, 'personId' | 'side' | 'by'>,
): Promise<{ row: SessionRow; refundMinor: number }[]> {
  const now = app.clock.now();
  const rows = await db
    .select()
    .from(session)
    .where(stillAhead(app, personId, side))
    .orderBy(asc(session.startsAt), asc(session.id))
    .limit(PREVIEW_LIMIT);
  return rows.map((row) => ({ row, refundMinor: cancellationOf(row, by, now).refundMinor }));
}

/**
 * Ends up to `limit` bookings that lie ahead, each in a transaction of its own by the move that this side has for it: a
 * paid one is cancelled with its refund, an unpaid one withdrawn, a request declined. Says how many; safe to repeat.
 */
export async function endBookings(app: App, ending: Ending, limit: number): Promise<number> {
  const rows = await app.db
    .select({ id: session.id })
    .from(session)
    .where(stillAhead(app, ending.personId, ending.side))
    .orderBy(asc(session.startsAt), asc(session.id))
    .limit(limit);
  let ended = 0;
  for (const { id } of rows) ended += (await endOne(app, ending, id)) ? 1 : 0;
  return ended;
}

/** Those that have not begun. One that has begun takes its usual course. */
function stillAhead(app: App, personId: PersonId, side: 'student' | 'tutor') {
  return and(
    eq(side === 'tutor' ? session.tutorId : session.studentId, personId),
    or(
      inArray(session.status, ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW']),
      and(eq(session.status, 'SCHEDULED'), gt(session.startsAt, app.clock.now())),
    ),
  );
}

async function endOne(app: App, ending: Ending, id: SessionId): Promise<boolean> {
  const done = await transact(app.db, async (tx): Promise<Result<SessionRow>> => {
    const [seen] = await tx.select().from(session).where(eq(session.id, id));
    if (seen === undefined) return refuse('not_found');
    await lockPersons(tx, [seen.studentId, seen.tutorId]);
    const row = await lockSession(tx, id);
    return row === null ? refuse('not_found') : endLocked(app, tx, row, ending);
  });
  // Somebody else moved it meanwhile: what is still ahead is found again.
  return done.ok;
}

async function endLocked(app: App, tx: Tx, row: SessionRow, ending: Ending): Promise<Result<SessionRow>> {
  const stage = stageOf(row);
  if (stage === 'SCHEDULED_PAID' || stage === 'SCHEDULED_UNPAID') {
    if (!isBefore(app.clock.now(), row.startsAt)) return refuse('too_late');
    const { by: role, actor, reason, tutorReason } = ending;
    return cancel(app, tx, row, { role, actor, reason, tutorReason });
  }
  if (stage === 'PENDING_MENTOR_REVIEW' && ending.by === 'tutor') return decline(app, tx, row, ending);
  return withdraw(app, tx, row, ending);
}

async function decline(app: App, tx: Tx, row: SessionRow, { actor, reason }: Ending): Promise<Result<SessionRow>> {
  const by = { mover: 'tutor', personId: actor.personId, why: reason } as const;
  const moved = await move(app, tx, row, 'reject', by, { rejectedAt: app.clock.now(), approvalNotes: reason });
  if (!moved.ok) return moved;
  await dropProposal(tx, row.id);
  await tell(app, tx, moved.value, 'request_rejected', ['student'], { message: reason });
  return moved;
}

/** A tutor has no move for a hold that somebody is paying: there the platform takes it back for them. */
async function withdraw(app: App, tx: Tx, row: SessionRow, ending: Ending): Promise<Result<SessionRow>> {
  const mover = ending.by === 'student' ? 'student' : 'admin';
  const moved = await move(app, tx, row, 'withdraw', { mover, personId: ending.actor.personId, why: ending.reason });
  if (!moved.ok) return moved;
  const charges = await chargesFor(tx, row.id);
  await abandonCharges(
    app,
    tx,
    charges.map(({ id }) => id),
  );
  await dropProposal(tx, row.id);
  const others = ending.by === 'student' ? (['tutor'] as const) : (['student'] as const);
  const quiet = row.status === 'PENDING_PAYMENT' && ending.by === 'student';
  const extra = { refundMinor: 0, message: ending.reason, by: ending.by };
  if (!quiet) await tell(app, tx, moved.value, 'session_cancelled', others, extra);
  return ok(moved.value);
}
