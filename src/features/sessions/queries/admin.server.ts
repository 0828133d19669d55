import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { chargeLine, refund } from '#infra/db/tables/payments.server.ts';
import { adminTask, session } from '#infra/db/tables/sessions.server.ts';
import { readId, type ChargeId, type RefundId, type SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import { student, tutor } from './rows.server.ts';

type Admin = May<'platform.administer'>;

export type OpenTask = {
  id: string;
  kind: string;
  detail: string;
  createdAt: string;
  /** Whose money or verdict it is about. */
  session: { id: string; title: string; studentName: string; tutorName: string; startsAt: string } | null;
};

export type TaskPage = { tasks: OpenTask[]; nextCursor: string | null };

/** What waits for a person, oldest first. */
export async function openTasks(app: App, _admin: Admin, cursor?: string): Promise<TaskPage> {
  const after = cursor === undefined ? undefined : gt(adminTask.id, readId(cursor));
  const rows = await app.db
    .select()
    .from(adminTask)
    .where(and(eq(adminTask.status, 'OPEN'), after))
    .orderBy(asc(adminTask.id))
    .limit(settings.pageSize + 1);
  const page = rows.slice(0, settings.pageSize);
  const sessions = await sessionsBehind(
    app,
    page.map(({ subjectId }) => subjectId),
  );
  return {
    tasks: page.map(({ id, kind, subjectId, detail, createdAt }) => ({
      id,
      kind,
      detail,
      createdAt: toIso(createdAt),
      session: sessions.get(subjectId) ?? null,
    })),
    nextCursor: rows.length > settings.pageSize ? (page.at(-1)?.id ?? null) : null,
  };
}

/** How many questions are open, counted up to `settings.mostCounted`. */
export async function countOpenTasks(app: App, _admin: Admin): Promise<number> {
  const open = app.db
    .select({ id: adminTask.id })
    .from(adminTask)
    .where(eq(adminTask.status, 'OPEN'))
    .limit(settings.mostCounted);
  return app.db.$count(open.as('open_task'));
}

/** A task is about a session, one of its charges or one of its refunds: the session behind each of these ids. */
async function sessionsBehind(
  app: App,
  subjectIds: readonly string[],
): Promise<Map<string, NonNullable<OpenTask['session']>>> {
  if (subjectIds.length === 0) return new Map();
  const refunds = await app.db
    .select({ id: refund.id, chargeId: refund.chargeId })
    .from(refund)
    .where(inArray(refund.id, subjectIds as RefundId[]));
  const chargeIds = [...(subjectIds as ChargeId[]), ...refunds.map(({ chargeId }) => chargeId)];
  const lines = await app.db
    .select({ chargeId: chargeLine.chargeId, sessionId: chargeLine.sessionId })
    .from(chargeLine)
    .where(inArray(chargeLine.chargeId, chargeIds));
  const rows = await app.db
    .select({
      id: session.id,
      title: session.title,
      startsAt: session.startsAt,
      studentName: student.name,
      tutorName: tutor.name,
    })
    .from(session)
    .innerJoin(student, eq(student.id, session.studentId))
    .innerJoin(tutor, eq(tutor.id, session.tutorId))
    .where(inArray(session.id, [...(subjectIds as SessionId[]), ...lines.map(({ sessionId }) => sessionId)]));
  const byId = new Map<string, NonNullable<OpenTask['session']>>(
    rows.map((row) => [row.id, { ...row, startsAt: toIso(row.startsAt) }]),
  );
  for (const { chargeId, sessionId } of lines) putSame(byId, chargeId, sessionId);
  for (const { id, chargeId } of refunds) putSame(byId, id, chargeId);
  return byId;
}

function putSame<Value>(map: Map<string, Value>, key: string, as: string): void {
  const value = map.get(as);
  if (value !== undefined) map.set(key, value);
}
