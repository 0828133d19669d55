import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import { chargesFor, refundsOf, type Refund } from '#features/payments/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { adminTask, session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { split } from '#shared/money.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore, parseInstant, toIso, type Instant } from '#shared/time.ts';
import { sessionFor } from '../queries.server.ts';
import { changesAt, lateOf } from '../rules/around.ts';
import { doorTimes } from '../rules/attendance.ts';
import { disputeEndsAt, movesOf, type Movable } from '../rules/moves.ts';
import type { Moves, RefundProgress, SessionPageView, SessionView, UserRole } from '../types.ts';
import { messagesOf, openProposals } from './proposals.server.ts';

type Row = typeof session.$inferSelect;
type Event = typeof sessionEvent.$inferSelect;

/** A session with all that its page shows, for its people and admins; `not_found` for anyone else. Changes nothing. */
export async function sessionPage(app: App, actor: Actor, sessionId: SessionId): Promise<Result<SessionPageView>> {
  const found = await sessionFor(app, actor, sessionId);
  if (!found.ok) return found;
  const { session: view, userRole } = found.value;
  const [row] = await app.db.select().from(session).where(eq(session.id, sessionId));
  if (row === undefined) return refuse('not_found');
  const [proposals, messages, refunds, events, isWithAdmin, ownLink] = await Promise.all([
    openProposals(app, [view]),
    userRole === 'admin' ? [] : messagesOf(app, view),
    refundsFor(app, sessionId),
    eventsOf(app, sessionId),
    hasOpenTask(app, sessionId),
    userRole === 'tutor' ? ownLinkOf(app, row.tutorId) : undefined,
  ]);
  const now = app.clock.now();
  const movable: Movable = { ...row, status: view.status, isWithAdmin };
  const door = doorTimes(row);
  return ok({
    session: view,
    userRole,
    moves: movesOf(movable, userRole, now),
    doorOpensAt: toIso(door.opensAt),
    doorClosesAt: toIso(door.closesAt),
    studentArrivedAt: isoOrNull(row.studentArrivedAt),
    tutorArrivedAt: isoOrNull(row.tutorArrivedAt),
    studentLate: lateOf(messages, 'student', row),
    tutorLate: lateOf(messages, 'tutor', row),
    hasPastedLink: view.meetingProvider === 'link' && ownLink !== undefined && view.meetingUrl !== ownLink,
    changesAt: isoOrNull(changesAt(row, now)),
    studentMoves: row.studentMoves,
    movedFrom: isoOrNull(row.movedFrom),
    proposal: proposals.get(sessionId) ?? null,
    messages,
    refunds: refunds.map(toProgress),
    money: moneyOf(row),
    ended: endedBy(events, view),
    dispute:
      row.disputedAt === null || row.disputedBy === null
        ? null
        : { by: row.disputedBy, reason: row.disputeReason, at: toIso(row.disputedAt) },
    disputeUntil: isClosed(view) && isBefore(now, disputeEndsAt(row)) ? toIso(disputeEndsAt(row)) : null,
    isWithAdmin,
    decision: decisionOf(events),
  });
}

/** The moves of sessions in a list, where arrivals and disputes play no part. */
export function listMoves(view: SessionView, viewer: UserRole, now: Instant): Moves {
  const startsAt = parseInstant(view.scheduledAt) ?? now;
  const endsAt = parseInstant(view.endsAt) ?? now;
  const endedAt = view.endedAt === null ? null : parseInstant(view.endedAt);
  const { status, paymentStatus } = view;
  const unknown = { studentMoves: 0, disputedAt: null, resolvedAt: null, isWithAdmin: false };
  return movesOf({ status, paymentStatus, startsAt, endsAt, endedAt, ...unknown }, viewer, now);
}

async function refundsFor(app: App, sessionId: SessionId): Promise<Refund[]> {
  const attempts = await chargesFor(app.db, sessionId);
  return refundsOf(
    app.db,
    attempts.map(({ id }) => id),
  );
}

const STEPS: Record<Refund['status'], RefundProgress['step']> = {
  REQUESTED: 'asked',
  PENDING: 'under_way',
  PROCESSING: 'under_way',
  NEEDS_ATTENTION: 'looked_at',
  FAILED: 'looked_at',
  PROCESSED: 'returned',
};

function toProgress(refund: Refund): RefundProgress {
  const { id, amountMinor, currency } = refund;
  const times = { requestedAt: toIso(refund.createdAt), processedAt: isoOrNull(refund.processedAt) };
  return { id, amountMinor, currency, step: STEPS[refund.status], ...times };
}

function moneyOf(row: Row): SessionPageView['money'] {
  if (row.keptMinor === null || row.moneyState === null) return null;
  const { tutor } = split(row.keptMinor, row.platformBasisPoints);
  return { keptMinor: row.keptMinor, shareMinor: tutor, state: row.moneyState, releaseAt: isoOrNull(row.releaseAt) };
}

const ENDINGS = ['cancel', 'withdraw', 'timeTaken', 'ownTimeTaken', 'reject', 'expire'] as const;
const DECISIONS = ['resolveCompleted', 'resolveNoShow'] as const;

function eventsOf(app: App, sessionId: SessionId): Promise<Event[]> {
  return app.db
    .select()
    .from(sessionEvent)
    .where(and(eq(sessionEvent.sessionId, sessionId), inArray(sessionEvent.event, [...ENDINGS, ...DECISIONS])))
    .orderBy(asc(sessionEvent.id));
}

/** A session that expired and was paid late goes on: then its ending is no ending. */
function endedBy(events: readonly Event[], view: SessionView): SessionPageView['ended'] {
  const last = events.findLast(({ event }) => (ENDINGS as readonly string[]).includes(event));
  if (last === undefined || last.toStatus !== view.status) return null;
  return { event: last.event, by: last.actor, why: last.why };
}

function decisionOf(events: readonly Event[]): SessionPageView['decision'] {
  const last = events.findLast(({ event }) => (DECISIONS as readonly string[]).includes(event));
  return last === undefined ? null : { why: last.why, at: toIso(last.happenedAt) };
}

async function ownLinkOf(app: App, tutorId: PersonId): Promise<string | null> {
  const [own] = await app.db
    .select({ url: availability.meetingUrl })
    .from(availability)
    .where(eq(availability.tutorId, tutorId));
  return own?.url ?? null;
}

const TASKS = ['dispute', 'no_show_claim', 'nobody_came'];

async function hasOpenTask(app: App, sessionId: SessionId): Promise<boolean> {
  const rows = await app.db
    .select({ id: adminTask.id })
    .from(adminTask)
    .where(and(eq(adminTask.subjectId, sessionId), eq(adminTask.status, 'OPEN'), inArray(adminTask.kind, TASKS)))
    .limit(1);
  return rows.length > 0;
}

function isClosed({ status }: SessionView): boolean {
  return status === 'COMPLETED' || status === 'NO_SHOW';
}

function isoOrNull(when: Instant | null): string | null {
  return when === null ? null : toIso(when);
}
