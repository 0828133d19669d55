import { asc, inArray, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import { adminTask, session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { Instant } from '#shared/time.ts';
import type { Need } from '../rules/need-words.ts';
import type { SessionView } from '../types.ts';
import { toView } from '../view.server.ts';
import { limitTo } from './list-page.server.ts';
import { studentNeeds, tutorNeeds, type NeedArm, type Reader } from './own-arms.server.ts';
import { sessionRows } from './rows.server.ts';

/** A session that waits for its reader, and why. */
export type NeedingSession = { session: SessionView; need: Need };

/** Most urgent first; `more` when there are others still. */
export type Needs = { items: NeedingSession[]; more: boolean };

/** More than fit on a phone are read in their own tab. */
const MOST_SHOWN = 8;

/** What waits for this person as a student or as a tutor, most urgent first: each session once, for its first reason. */
export async function needsOf(app: App, actor: Actor, side: 'student' | 'tutor'): Promise<Needs> {
  const now = app.clock.now();
  const arms = needArms(side, readerOf(actor, now));
  const { rows: found } = await app.db.execute<{ id: string; need: Need }>(
    sql`select id, need from (select distinct on (id) id, need, due from (${sql.join(arms.map(dueFirst), sql` union all `)}) each_reason order by id, due)
      each_session order by due, id ${limitTo(MOST_SHOWN + 1)}`,
  );
  const shown = found.slice(0, MOST_SHOWN);
  if (shown.length === 0) return { items: [], more: false };
  const ids = shown.map(({ id }) => id as SessionId);
  const rows = await sessionRows(app.db, inArray(session.id, ids), [asc(session.id)], MOST_SHOWN);
  const items = shown.flatMap(({ id, need }) => {
    const row = rows.find((one) => one.session.id === id);
    return row === undefined ? [] : [{ session: toView(row, side, now), need }];
  });
  return { items, more: found.length > shown.length };
}

/**
 * How many sessions (for an admin: open questions) wait for this person, at most `settings.mostCounted`: the header
 * of every page asks, so it is one statement, prepared once, that stops counting there.
 */
export async function countNeedingYou(app: App, actor: Actor): Promise<number> {
  if (actor.mustEnrol) return 0;
  const statement = preparedCount(app.db, actor.role);
  const values = { me: actor.personId, now: new Date(app.clock.now().epochMilliseconds).toISOString() };
  const [row] = await statement.execute(values);
  return Math.min(row?.count ?? 0, settings.mostCounted);
}

type Count = { execute(values: Record<string, unknown>): Promise<{ count: number }[]> };
const counts = new WeakMap<Database, Map<Actor['role'], Count>>();

function preparedCount(db: Database, role: Actor['role']): Count {
  const known = counts.get(db) ?? new Map<Actor['role'], Count>();
  counts.set(db, known);
  const count = known.get(role) ?? prepareCount(db, role);
  known.set(role, count);
  return count;
}

function prepareCount(db: Database, role: Actor['role']): Count {
  const count = sql<number>`count(*)`.mapWith(Number);
  return db
    .select({ count })
    .from(sql`(${role === 'ADMIN' ? OPEN_TASKS : sessionsOf(role)}) needing`)
    .prepare(`needing_${role}`);
}

const MOST = limitTo(settings.mostCounted);
const OPEN_TASKS = sql`select 1 from ${adminTask} where ${adminTask.status} = 'OPEN' ${MOST}`;

function sessionsOf(role: Actor['role']): SQL {
  const reader = { me: sql`${sql.placeholder('me')}::uuid`, now: sql`${sql.placeholder('now')}::timestamptz` };
  const arms = [...needArms('student', reader), ...(role === 'STUDENT' ? [] : needArms('tutor', reader))];
  const ids = arms.map(({ arm }) => sql`(select ${session.id} from ${session} where ${arm} ${MOST})`);
  return sql.join(ids, sql` union `);
}

function needArms(side: 'student' | 'tutor', reader: Reader): NeedArm[] {
  return side === 'student' ? studentNeeds(reader) : tutorNeeds(reader);
}

function dueFirst({ need, arm, due }: NeedArm): SQL {
  return sql`(select ${session.id} as id, ${need}::text as need, ${due} as due from ${session} where ${arm} order by 3, 1 ${limitTo(MOST_SHOWN + 1)})`;
}

export function readerOf(actor: Actor, now: Instant): Reader {
  return {
    me: sql`${actor.personId}::uuid`,
    now: sql`${new Date(now.epochMilliseconds).toISOString()}::timestamptz`,
  };
}
