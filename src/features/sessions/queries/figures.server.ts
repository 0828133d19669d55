import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { adminTask, session } from '#infra/db/tables/sessions.server.ts';

export type SessionFigures = {
  /** Sessions that are not over, by status. */
  open: Record<string, number>;
  /** Booked, paid, still to come, and nobody knows where to meet. */
  withoutMeeting: number;
  /** Open admin tasks, by kind. */
  openTasks: Record<string, number>;
};

const OPEN = ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'SCHEDULED', 'IN_PROGRESS'] as const;
const PAID = ['PAID', 'NOT_REQUIRED'] as const;

/** How many sessions are under way, and what waits for a person. */
export async function sessionFigures(db: Executor): Promise<SessionFigures> {
  const [open, withoutMeeting, tasks] = await Promise.all([
    db
      .select({ key: session.status, rows: sql<number>`count(*)::int` })
      .from(session)
      .where(inArray(session.status, OPEN))
      .groupBy(session.status),
    db.$count(
      session,
      and(eq(session.status, 'SCHEDULED'), inArray(session.paymentStatus, PAID), isNull(session.meetingUrl)),
    ),
    db
      .select({ key: adminTask.kind, rows: sql<number>`count(*)::int` })
      .from(adminTask)
      .where(eq(adminTask.status, 'OPEN'))
      .groupBy(adminTask.kind),
  ]);
  return { open: counted(open), withoutMeeting, openTasks: counted(tasks) };
}

function counted(rows: readonly { key: string; rows: number }[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ key, rows: count }) => [key, count]));
}
