import { asc, desc, eq, inArray } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { transfersAbout, type TransferView } from '#features/ledger/queries/about.server.ts';
import { chargesFor, refundsOf, type Charge } from '#features/payments/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { adminTask, session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { subtract, type Minor } from '#shared/money.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { sessionFor } from '../queries.server.ts';
import { awaitsDecision } from '../rules/decision.ts';
import type { SessionStatus, SessionView } from '../types.ts';
import { toRefund, type PaymentRefund } from './student-payments.server.ts';

type Admin = May<'platform.administer'>;

export type TimelineEvent = {
  event: string;
  actor: 'student' | 'tutor' | 'admin' | 'clock' | 'paystack';
  personName: string | null;
  from: SessionStatus | null;
  to: SessionStatus;
  why: string | null;
  happenedAt: string;
};

export type Attempt = {
  reference: string;
  status: Charge['status'];
  providerStatus: string | null;
  channel: string | null;
  amountMinor: Minor;
  capturedMinor: Minor | null;
  feeMinor: Minor | null;
  currency: string;
  mismatch: string | null;
  createdAt: string;
  paidAt: string | null;
  settled: boolean;
};

export type CaseTask = {
  id: string;
  kind: string;
  detail: string;
  status: 'OPEN' | 'DONE';
  resolution: string | null;
  createdAt: string;
  resolvedAt: string | null;
};

/** What a decision may still divide; null for a session that was never paid. */
export type CaseMoney = {
  priceMinor: Minor;
  keptMinor: Minor;
  returnedMinor: Minor;
  platformBasisPoints: number;
  currency: string;
  state: 'PENDING' | 'FROZEN' | 'RELEASED';
  releaseAt: string | null;
};

export type SessionCase = {
  session: SessionView;
  money: CaseMoney | null;
  arrivals: { studentAt: string | null; tutorAt: string | null };
  timeline: TimelineEvent[];
  attempts: Attempt[];
  refunds: (PaymentRefund & { id: string; attempts: number; lastError: string | null })[];
  transfers: TransferView[];
  tasks: CaseTask[];
  /** The question about this session that only a decision answers; null when there is none. */
  question: CaseTask | null;
};

/** Everything about one session: what happened, by whom, and where its money went. */
export async function sessionCase(app: App, admin: Admin, sessionId: SessionId): Promise<Result<SessionCase>> {
  const found = await sessionFor(app, admin, sessionId);
  if (!found.ok) return found;
  const [row] = await app.db.select().from(session).where(eq(session.id, sessionId));
  if (row === undefined) return refuse('not_found');
  const attempts = await chargesFor(app.db, sessionId);
  const chargeIds = attempts.map(({ id }) => id);
  const refunds = await refundsOf(app.db, chargeIds);
  const tasks = await tasksAbout(app, [sessionId, ...chargeIds, ...refunds.map(({ id }) => id)]);
  return ok({
    session: found.value.session,
    money: moneyOf(row),
    arrivals: { studentAt: isoOrNull(row.studentArrivedAt), tutorAt: isoOrNull(row.tutorArrivedAt) },
    timeline: await timelineOf(app, sessionId),
    attempts: attempts.map((attempt) => toAttempt(attempt, row.settledChargeId)),
    refunds: refunds.map((one) => ({
      ...toRefund(one),
      id: one.id,
      attempts: one.attempts,
      lastError: one.lastError,
    })),
    transfers: await transfersAbout(app.db, { sessionId, chargeIds }),
    tasks,
    question: tasks.find(({ status, kind }) => status === 'OPEN' && awaitsDecision(kind)) ?? null,
  });
}

function moneyOf(row: typeof session.$inferSelect): CaseMoney | null {
  if (row.keptMinor === null || row.moneyState === null) return null;
  return {
    priceMinor: row.priceMinor,
    keptMinor: row.keptMinor,
    returnedMinor: subtract(row.priceMinor, row.keptMinor),
    platformBasisPoints: row.platformBasisPoints,
    currency: row.currency,
    state: row.moneyState,
    releaseAt: isoOrNull(row.releaseAt),
  };
}

function toAttempt(attempt: Charge, settledChargeId: string | null): Attempt {
  const { reference, status, providerStatus, channel, amountMinor, capturedMinor, feeMinor, mismatch } = attempt;
  return {
    reference,
    status,
    providerStatus,
    channel,
    amountMinor,
    capturedMinor,
    feeMinor,
    mismatch,
    currency: attempt.capturedCurrency ?? attempt.currency,
    createdAt: toIso(attempt.createdAt),
    paidAt: isoOrNull(attempt.paidAt),
    settled: attempt.id === settledChargeId,
  };
}

async function tasksAbout(app: App, subjectIds: string[]): Promise<CaseTask[]> {
  const rows = await app.db
    .select()
    .from(adminTask)
    .where(inArray(adminTask.subjectId, subjectIds))
    .orderBy(desc(adminTask.status), asc(adminTask.id));
  return rows.map(({ id, kind, detail, status, resolution, createdAt, resolvedAt }) => ({
    id,
    kind,
    detail,
    status,
    resolution,
    createdAt: toIso(createdAt),
    resolvedAt: isoOrNull(resolvedAt),
  }));
}

async function timelineOf(app: App, sessionId: SessionId): Promise<TimelineEvent[]> {
  const rows = await app.db
    .select({ event: sessionEvent, personName: person.name })
    .from(sessionEvent)
    .leftJoin(person, eq(person.id, sessionEvent.personId))
    .where(eq(sessionEvent.sessionId, sessionId))
    .orderBy(asc(sessionEvent.id));
  return rows.map(({ event, personName }) => ({
    event: event.event,
    actor: event.actor,
    personName,
    from: event.fromStatus,
    to: event.toStatus,
    why: event.why,
    happenedAt: toIso(event.happenedAt),
  }));
}

function isoOrNull(when: typeof session.$inferSelect.startedAt): string | null {
  return when === null ? null : toIso(when);
}
