import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import { countdownMinutes } from '#features/notifications/rules/reminder.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso, type Instant } from '#shared/time.ts';
import { isDue, startsToRemind, type Reminder } from '../rules/reminders.ts';
import { stageOf, type SessionEventName } from '../state.ts';
import { lockSession, type SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

const SWEEP_LIMIT = 200;
/** A popular hour has more than one batch; a sweep still ends. */
const MAX_BATCHES = 50;

/**
 * Reminds both sides of every paid session whose moment has come. That a reminder was given is its row in
 * `notification`, under a key of session, occasion and reminder: so it is given once, whatever happens between.
 */
export async function remindDue(app: App): Promise<void> {
  for (const reminder of settings.reminders) await remindAll(app, reminder);
}

async function remindAll(app: App, reminder: Reminder): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const due = await toRemind(app, reminder);
    await eachInTurn(due, (id) => remind(app, id, reminder));
    if (due.length < SWEEP_LIMIT) return;
  }
}

/** Made it sure that the session takes place, at the time that it has. */
const SURE_EVENTS: readonly (SessionEventName | 'bookFree')[] = [
  'bookFree',
  'approveFree',
  'pay',
  'payLate',
  'reschedule',
];
const sureEvents = sql.join(
  SURE_EVENTS.map((event) => sql`${event}`),
  sql`, `,
);

async function toRemind(app: App, reminder: Reminder): Promise<SessionId[]> {
  const { from, to } = startsToRemind(reminder, app.clock.now());
  const key = sql`'session_starting:' || ${session.id}::text || ':' || sure.id || ':' || ${String(reminder.beforeMinutes)}::text`;
  const rows = await app.db
    .select({ id: session.id })
    .from(session)
    .innerJoin(
      sql`lateral (select e.id, e.happened_at from session_event e where e.session_id = ${session.id} and e.event in (${sureEvents}) order by e.id desc limit 1) as sure`,
      sql`sure.happened_at < ${session.startsAt} - make_interval(mins => ${reminder.beforeMinutes}::int)`,
    )
    .where(
      and(
        eq(session.status, 'SCHEDULED'),
        inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
        gt(session.startsAt, from),
        lte(session.startsAt, to),
        sql`not exists (select 1 from notification n where n.person_id = ${session.studentId} and n.once_key = ${key})`,
      ),
    )
    .orderBy(asc(session.startsAt))
    .limit(SWEEP_LIMIT);
  return rows.map(({ id }) => id);
}

/** Judged again under the session's lock: it may have been cancelled or moved a moment ago. */
async function remind(app: App, id: SessionId, reminder: Reminder): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const row = await lockSession(tx, id);
    if (row === null || stageOf(row) !== 'SCHEDULED_PAID') return;
    const sure = await sureEventOf(tx, row);
    const now = app.clock.now();
    if (sure === null || !isDue(reminder, { startsAt: row.startsAt, sureSince: sure.at }, now)) return;
    const startsInMinutes = countdownMinutes(toIso(row.startsAt), now.epochMilliseconds, reminder.beforeMinutes);
    const occasion = `${row.id}:${sure.id}:${reminder.beforeMinutes}`;
    await tell(app, tx, row, 'session_starting', ['student', 'tutor'], { startsInMinutes }, occasion);
  });
}

async function sureEventOf(tx: Tx, row: SessionRow): Promise<{ id: number; at: Instant } | null> {
  const [sure] = await tx
    .select({ id: sessionEvent.id, at: sessionEvent.happenedAt })
    .from(sessionEvent)
    .where(and(eq(sessionEvent.sessionId, row.id), inArray(sessionEvent.event, [...SURE_EVENTS])))
    .orderBy(desc(sessionEvent.id))
    .limit(1);
  return sure ?? null;
}
