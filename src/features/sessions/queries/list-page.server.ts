import { and, asc, desc, eq, gte, ilike, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { session, type SessionStatus } from '#infra/db/tables/sessions.server.ts';
import type { CourseId, OfferingId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { Instant } from '#shared/time.ts';
import { readListCursor, writeListCursor, type ListCursor } from '../rules/list-cursor.ts';
import type { SessionView, UserRole } from '../types.ts';
import { toView, type FullRow } from '../view.server.ts';
import { sessionRows, student, tutor } from './rows.server.ts';

export type SessionPage = {
  sessions: SessionView[];
  nextCursor: string | null;
  /** A search looked through as many sessions as it may at once: `nextCursor` goes on looking where it stopped. */
  stoppedEarly: boolean;
};

/** What narrows a list of one's own sessions. Times are instants, `to` exclusive. */
export type ListFilters = {
  q?: string | undefined;
  offeringId?: OfferingId | undefined;
  courseId?: CourseId | undefined;
  status?: SessionStatus | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
};

export type WantedList = {
  /** Disjoint parts of the list; one index serves each in the list's order. */
  arms: readonly (SQL | undefined)[];
  viewer: UserRole;
  newestFirst: boolean;
  filters?: ListFilters | undefined;
  cursor?: string | undefined;
};

/** What no index answers is looked for in this many sessions at a time, from the cursor on. */
export const SIFTED_AT_ONCE = 500;

/**
 * One page of a list. Each arm is a walk along one index that stops after a page, so that neither the length of the
 * list nor how far in the page lies changes what it costs. Words are looked for in a bounded stretch; the cursor then
 * goes on from the end of the stretch, and nothing is left out.
 */
export async function listPage(app: App, wanted: WantedList): Promise<SessionPage> {
  const sifting = siftingOf(wanted.filters);
  const limit = settings.pageSize + 1;
  const keys = keysOf(wanted, sifting === undefined ? limit : SIFTED_AT_ONCE);
  const isKey = sql`${session.id} in (select id from ${keys} keys)`;
  const rows = await sessionRows(app.db, and(isKey, sifting), orderOf(wanted.newestFirst), limit);
  if (sifting !== undefined && rows.length < limit) {
    const nextCursor = await endOfStretch(app.db, keys, wanted.newestFirst);
    return { ...pageOf(app, wanted.viewer, rows), nextCursor, stoppedEarly: nextCursor !== null };
  }
  return pageOf(app, wanted.viewer, rows);
}

function pageOf(app: App, viewer: UserRole, rows: readonly FullRow[]): SessionPage {
  const page = rows.slice(0, settings.pageSize);
  const last = page.at(-1)?.session;
  const now = app.clock.now();
  return {
    sessions: page.map((row) => toView(row, viewer, now)),
    nextCursor: rows.length > settings.pageSize && last !== undefined ? writeListCursor(last) : null,
    stoppedEarly: false,
  };
}

/** `(id, starts_at)` of the first `limit` sessions of the arms together, in the list's order. */
export function keysOf({ arms, newestFirst, filters, cursor }: WantedList, limit: number): SQL {
  const after = readListCursor(cursor);
  const within = and(
    filters?.from && gte(session.startsAt, filters.from),
    filters?.to && lt(session.startsAt, filters.to),
    after === null ? undefined : beyond(after, newestFirst),
  );
  const order = sql.join(orderOf(newestFirst), sql`, `);
  const walks = arms.map(
    (arm) =>
      sql`(select ${session.id} as id, ${session.startsAt} as starts_at from ${session} where ${and(arm, within)} order by ${order} ${limitTo(limit)})`,
  );
  const direction = newestFirst ? sql`desc` : sql`asc`;
  return sql`(select id, starts_at from (${sql.join(walks, sql` union all `)}) walked order by starts_at ${direction}, id ${direction} ${limitTo(limit)})`;
}

/** Written out: for a limit that it does not know, PostgreSQL would plan a tenth of the table, and plan anew each time. */
export function limitTo(rows: number): SQL {
  return sql.raw(`limit ${rows}`);
}

export function beyond(after: ListCursor, newestFirst: boolean): SQL {
  const edge = sql`(${after.startsAt}::timestamptz, ${after.id}::uuid)`;
  return newestFirst
    ? sql`(${session.startsAt}, ${session.id}) < ${edge}`
    : sql`(${session.startsAt}, ${session.id}) > ${edge}`;
}

export function orderOf(newestFirst: boolean): SQL[] {
  return newestFirst ? [desc(session.startsAt), desc(session.id)] : [asc(session.startsAt), asc(session.id)];
}

/** The cursor behind a stretch that was looked through and is full; null when the list ended within it. */
async function endOfStretch(db: Executor, keys: SQL, newestFirst: boolean): Promise<string | null> {
  const direction = newestFirst ? sql`desc` : sql`asc`;
  const last = sql`(select id from ${keys} keys order by starts_at ${direction}, id ${direction} offset ${SIFTED_AT_ONCE - 1} limit 1)`;
  const [row] = await db
    .select({ id: session.id, startsAt: session.startsAt })
    .from(session)
    .where(sql`${session.id} = ${last}`);
  return row === undefined ? null : writeListCursor(row);
}

function siftingOf(filters: ListFilters = {}): SQL | undefined {
  const { q, offeringId, courseId } = filters;
  return and(
    ...wordsOf(q).map(contains),
    offeringId && eq(session.offeringId, offeringId),
    courseId && or(eq(session.courseId, courseId), inArray(session.offeringId, offeringsOf(courseId))),
  );
}

/** A session booked before its offering was tied to the course counts too. */
function offeringsOf(courseId: CourseId): SQL {
  return sql`(select ${offering.id} from ${offering} where ${eq(offering.courseId, courseId)})`;
}

const MAX_WORDS = 6;

function wordsOf(q: string | undefined): string[] {
  return (q ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

/** A word in the title or in either name; `%`, `_` and `\` mean themselves. */
function contains(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(session.title, pattern), ilike(student.name, pattern), ilike(tutor.name, pattern));
}
