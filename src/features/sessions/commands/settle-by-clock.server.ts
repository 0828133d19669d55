import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import { inTransaction, lockPersons } from '#infra/db/transact.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { openAdminTask } from '#features/payments/commands/open-admin-task.server.ts';
import type { SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { isBefore, plusMinutes } from '#shared/time.ts';
import { settlesAt, verdictOf } from '../rules/attendance.ts';
import { stageOf } from '../state.ts';
import { closeAsNoShow, releaseOf } from './close.server.ts';
import { lockSession, mustMove, type SessionRow } from './move.server.ts';
import { releaseShares } from './session-money.server.ts';
import { tell } from './tell.server.ts';

const SWEEP_LIMIT = 200;

/** Closes sessions that nobody closed, 24 hours after their end, by who arrived; where nobody did, an admin is asked. */
export async function settleDue(app: App): Promise<void> {
  const now = app.clock.now();
  const due = await app.db
    .select({ id: session.id })
    .from(session)
    .where(
      and(
        inArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
        inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
        lte(session.endsAt, plusMinutes(now, -settings.settleAfterHours * 60)),
        sql`not exists (select 1 from admin_task where admin_task.subject_id = ${session.id}::text and admin_task.status = 'OPEN')`,
      ),
    )
    .orderBy(asc(session.endsAt))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) => withSession(app, id, (tx, row) => settle(app, tx, row)));
}

async function settle(app: App, tx: Tx, row: SessionRow): Promise<void> {
  const stage = stageOf(row);
  if ((stage !== 'SCHEDULED_PAID' && stage !== 'IN_PROGRESS') || isBefore(app.clock.now(), settlesAt(row))) return;
  const verdict = verdictOf(row);
  switch (verdict) {
    case 'completed': {
      const changes = { endedAt: app.clock.now(), releaseAt: releaseOf(app, row) };
      const done = await mustMove(app, tx, row, 'settleByClock', { mover: 'clock', why: 'both arrived' }, changes);
      return tell(app, tx, done, 'session_completed', ['student', 'tutor']);
    }
    case 'student_absent':
    case 'tutor_absent': {
      const absent = verdict === 'student_absent' ? 'student' : 'tutor';
      await closeAsNoShow(app, tx, row, absent, 'settleNoShowByClock', {
        mover: 'clock',
        why: `only the ${absent === 'student' ? 'tutor' : 'student'} arrived`,
      });
      return;
    }
    case 'unknown':
      return openAdminTask(app, tx, {
        kind: 'nobody_came',
        subjectId: row.id,
        detail: 'Neither side is known to have arrived. Decide what it was and what goes back.',
      });
  }
}

/** Releases the shares of sessions whose 48 hours are over, or whose cancelled end has come. */
export async function releaseDue(app: App): Promise<void> {
  const due = await app.db
    .select({ id: session.id })
    .from(session)
    .where(and(eq(session.moneyState, 'PENDING'), lte(session.releaseAt, app.clock.now())))
    .orderBy(asc(session.releaseAt))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) =>
    withSession(app, id, async (tx, row) => {
      if (row.releaseAt !== null && !isBefore(app.clock.now(), row.releaseAt)) await releaseShares(app, tx, row);
    }),
  );
}

async function withSession(app: App, id: SessionId, work: (tx: Tx, row: SessionRow) => Promise<void>): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const [seen] = await tx.select().from(session).where(eq(session.id, id));
    if (seen === undefined) return;
    await lockPersons(tx, [seen.studentId, seen.tutorId]);
    const row = await lockSession(tx, id);
    if (row !== null) await work(tx, row);
  });
}
