import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { sideOf } from './gates.server.ts';
import { limitTo, listPage, type ListFilters, type SessionPage } from './queries/list-page.server.ts';
import { readerOf } from './queries/needs.server.ts';
import { studentArms, tutorArms, type Arm, type StudentTab, type TutorTab } from './queries/own-arms.server.ts';
import { sessionRows } from './queries/rows.server.ts';
import { toView } from './view.server.ts';
import type { SessionView, UserRole } from './types.ts';

/** One session for one of its people or an admin; to anyone else there is none (`not_found`). */
export async function sessionFor(
  app: App,
  actor: Actor,
  sessionId: SessionId,
): Promise<Result<{ session: SessionView; userRole: UserRole }>> {
  const [row] = await sessionRows(app.db, eq(session.id, sessionId), [asc(session.id)], 1);
  const userRole = row === undefined ? null : sideOf(actor, row.session);
  if (row === undefined || userRole === null) return refuse('not_found');
  return ok({ session: toView(row, userRole, app.clock.now()), userRole });
}

/** The student's own sessions under one tab of their dashboard; what needs them soonest first, what is over newest first. */
export function studentSessions(
  app: App,
  actor: Actor,
  tab: StudentTab,
  cursor?: string,
  filters: ListFilters = {},
): Promise<SessionPage> {
  const arms = studentArms(readerOf(actor, app.clock.now()), tab, filters.status);
  const newestFirst = tab === 'history' || tab === 'rejected';
  return listPage(app, { arms, viewer: 'student', newestFirst, filters, cursor });
}

/** The tutor's own sessions under one tab of their dashboard. */
export function tutorSessions(
  app: App,
  actor: Actor,
  tab: TutorTab,
  cursor?: string,
  filters: ListFilters = {},
): Promise<SessionPage> {
  const arms = tutorArms(readerOf(actor, app.clock.now()), tab, filters.status);
  return listPage(app, { arms, viewer: 'tutor', newestFirst: tab === 'completed', filters, cursor });
}

/** How many sessions each of these tabs holds, counted up to `settings.mostCounted`: one statement. */
export async function countStudentTabs<Tab extends StudentTab>(app: App, actor: Actor, tabs: readonly Tab[]) {
  const reader = readerOf(actor, app.clock.now());
  return countArms<Tab>(app, new Map(tabs.map((tab) => [tab, studentArms(reader, tab)])));
}

export async function countTutorTabs<Tab extends TutorTab>(app: App, actor: Actor, tabs: readonly Tab[]) {
  const reader = readerOf(actor, app.clock.now());
  return countArms<Tab>(app, new Map(tabs.map((tab) => [tab, tutorArms(reader, tab)])));
}

async function countArms<Tab extends string>(app: App, arms: Map<Tab, Arm[]>): Promise<Record<Tab, number>> {
  const counts = [...arms].map(([tab, parts]) => {
    const walks = parts.map((arm) => sql`(select 1 from ${session} where ${arm} ${limitTo(settings.mostCounted)})`);
    return sql`(select count(*)::int from (${sql.join(walks, sql` union all `)}) walked) as ${sql.identifier(tab)}`;
  });
  const { rows } = await app.db.execute<Record<Tab, number>>(sql`select ${sql.join(counts, sql`, `)}`);
  const [row] = rows;
  assert(row !== undefined, 'a count answers');
  return row;
}

/** Upcoming paid sessions of a tutor that start before `until`. */
export async function countUpcoming(
  app: App,
  actor: Actor,
  until: (typeof session.$inferSelect)['startsAt'],
): Promise<number> {
  const [row] = await app.db
    .select({ rows: sql<string>`count(*)` })
    .from(session)
    .where(
      and(
        eq(session.tutorId, actor.personId),
        inArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
        inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
        gt(session.endsAt, app.clock.now()),
        lt(session.startsAt, until),
      ),
    );
  return Number(row?.rows ?? 0);
}
