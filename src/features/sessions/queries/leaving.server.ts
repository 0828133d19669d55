import { and, eq, inArray, lte, notInArray, or, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { charge, chargeLine, refund } from '#infra/db/tables/payments.server.ts';
import { adminTask, session } from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Why a person cannot leave yet. */
export type OpenMatter = 'under_way' | 'dispute' | 'question' | 'payment' | 'share_waiting';

/** What of a person's sessions is not finished and cannot simply be cancelled. */
export async function openMatters(app: App, db: Executor, personId: PersonId): Promise<OpenMatter[]> {
  const mine = or(eq(session.studentId, personId), eq(session.tutorId, personId));
  const now = app.clock.now();
  const begun = or(
    eq(session.status, 'IN_PROGRESS'),
    and(
      eq(session.status, 'SCHEDULED'),
      inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
      lte(session.startsAt, now),
    ),
  );
  const waiting = and(
    eq(session.tutorId, personId),
    eq(session.moneyState, 'PENDING'),
    notInArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
    sql`${session.keptMinor} > 0`,
  );
  const found: [OpenMatter, number][] = [
    ['under_way', await db.$count(session, and(mine, begun))],
    ['dispute', await db.$count(session, and(mine, eq(session.moneyState, 'FROZEN')))],
    ['question', await openQuestions(db, personId)],
    ['payment', await undecidedPayments(db, personId)],
    ['share_waiting', await db.$count(session, waiting)],
  ];
  return found.filter(([, count]) => count > 0).map(([matter]) => matter);
}

/** Questions to an admin about a session of theirs, a payment of it, or a refund of that. */
async function openQuestions(db: Executor, personId: PersonId): Promise<number> {
  const about = sql`(
    select s.id::text as id from ${session} s where s.student_id = ${personId} or s.tutor_id = ${personId}
    union all select c.id::text from ${charge} c where c.payer_id = ${personId}
    union all select r.id::text from ${refund} r join ${charge} c on c.id = r.charge_id where c.payer_id = ${personId})`;
  return db.$count(
    adminTask,
    and(eq(adminTask.status, 'OPEN'), sql`${adminTask.subjectId} in (select about.id from ${about} as about)`),
  );
}

/** Money that has come in and is not yet a session's or on its way back. */
async function undecidedPayments(db: Executor, personId: PersonId): Promise<number> {
  const theirs = sql`(${charge.payerId} = ${personId} or exists (
    select 1 from ${chargeLine} l join ${session} s on s.id = l.session_id
    where l.charge_id = ${charge.id} and s.tutor_id = ${personId}))`;
  return db.$count(charge, and(eq(charge.status, 'SUCCEEDED'), sql`${charge.decidedAt} is null`, theirs));
}
