import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import {
  PAYMENT_STATUSES,
  session,
  SESSION_STATUSES,
  type PaymentStatus,
  type SessionStatus,
} from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { Instant } from '#shared/time.ts';
import { readListCursor, writeListCursor } from '../rules/list-cursor.ts';
import { toView } from '../view.server.ts';
import { searchFor, type AdminSearch, type FoundPerson } from './admin-search.server.ts';
import { beyond, limitTo, orderOf, type SessionPage } from './list-page.server.ts';
import { sessionRows } from './rows.server.ts';

type Admin = May<'platform.administer'>;

export type AdminFilters = {
  /** A session's id, a payment's reference, words of a name, an e-mail or a title. */
  q?: string | undefined;
  status?: SessionStatus | undefined;
  payment?: PaymentStatus | undefined;
  tutorId?: PersonId | undefined;
  studentId?: PersonId | undefined;
  /** Of the session's start, `to` exclusive. */
  from?: Instant | undefined;
  to?: Instant | undefined;
  cursor?: string | undefined;
};

export type AdminSessionPage = SessionPage & {
  /** Who is called like that, when words were searched for. */
  people: FoundPerson[];
  /** More people or offerings are called like that than were looked at. */
  isCutOff: boolean;
};

/** The platform's sessions, the latest start first, narrowed as asked. */
export async function adminSessions(app: App, _admin: Admin, filters: AdminFilters = {}): Promise<AdminSessionPage> {
  const search = filters.q === undefined ? null : await searchFor(app, filters.q);
  const about = search?.kind === 'about' ? search : null;
  const found = { people: about?.people ?? [], isCutOff: about?.isCutOff ?? false };
  const walks = search === null ? walksOf(filters) : searchWalks(filters, search);
  if (walks.length === 0) return { sessions: [], nextCursor: null, stoppedEarly: false, ...found };
  const limit = settings.pageSize + 1;
  // `union`, since two of the people found may have met each other.
  const keys = sql`(select id, starts_at from (${sql.join(walks, sql` union `)}) walked order by starts_at desc, id desc ${limitTo(limit)})`;
  const rows = await sessionRows(app.db, sql`${session.id} in (select id from ${keys} keys)`, orderOf(true), limit);
  const page = rows.slice(0, settings.pageSize);
  const last = page.at(-1)?.session;
  const now = app.clock.now();
  return {
    sessions: page.map((row) => toView(row, 'admin', now)),
    nextCursor: rows.length > settings.pageSize && last !== undefined ? writeListCursor(last) : null,
    stoppedEarly: false,
    ...found,
  };
}

/** The names of the people that a list is narrowed to. */
export async function namesOf(app: App, _admin: Admin, ids: readonly PersonId[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await app.db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(sql`${person.id} = any(${uuids(ids)})`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Walks along the index that fits what is asked, each of which ends after a page. */
function walksOf(filters: AdminFilters): SQL[] {
  const { status, payment, tutorId, studentId } = filters;
  const rest = restOf(filters);
  if (studentId !== undefined) return [perStatus(sql`${session.studentId} = who.id`, [studentId], filters, rest)];
  if (tutorId !== undefined) return [perStatus(sql`${session.tutorId} = who.id`, [tutorId], filters, rest)];
  if (status === undefined && payment === undefined) return [walk(rest)];
  const statuses = status === undefined ? SESSION_STATUSES : [status];
  const payments = payment === undefined ? PAYMENT_STATUSES : [payment];
  return statuses.flatMap((one) =>
    payments.map((paid) => walk(and(eq(session.status, one), eq(session.paymentStatus, paid), rest))),
  );
}

function searchWalks(filters: AdminFilters, search: AdminSearch): SQL[] {
  const rest = restOf(filters);
  if (search.kind === 'one') return [walk(and(search.where, status(filters), rest))];
  const people = search.people.map(({ id }) => id);
  return [
    ...(people.length === 0
      ? []
      : [
          perStatus(sql`${session.tutorId} = who.id`, people, filters, rest),
          perStatus(sql`${session.studentId} = who.id`, people, filters, rest),
        ]),
    ...(search.offeringIds.length === 0
      ? []
      : [perStatus(sql`${session.offeringId} = who.id`, search.offeringIds, filters, rest)]),
  ];
}

/** For each of these people or offerings and each status one walk: their indexes begin with the two. */
function perStatus(isTheirs: SQL, ids: readonly string[], filters: AdminFilters, rest: SQL | undefined): SQL {
  const statuses = filters.status === undefined ? SESSION_STATUSES : [filters.status];
  const each = walk(and(isTheirs, sql`${session.status} = stands.status`, rest));
  return sql`(select walked.id, walked.starts_at from unnest(${uuids(ids)}) who(id)
    cross join unnest(${texts(statuses)}) stands(status) cross join lateral ${each} walked)`;
}

function walk(where: SQL | undefined): SQL {
  const order = sql.join(orderOf(true), sql`, `);
  return sql`(select ${session.id} as id, ${session.startsAt} as starts_at from ${session} where ${where ?? sql`true`} order by ${order} ${limitTo(settings.pageSize + 1)})`;
}

/** What narrows every walk alike. */
function restOf({ payment, tutorId, studentId, from, to, cursor }: AdminFilters): SQL | undefined {
  const after = readListCursor(cursor);
  return and(
    payment && eq(session.paymentStatus, payment),
    tutorId && eq(session.tutorId, tutorId),
    studentId && eq(session.studentId, studentId),
    from && gte(session.startsAt, from),
    to && lt(session.startsAt, to),
    after === null ? undefined : beyond(after, true),
  );
}

function status(filters: AdminFilters): SQL | undefined {
  return filters.status && eq(session.status, filters.status);
}

/** One parameter whatever the number, so that the statement's text stays the same. */
function uuids(ids: readonly string[]): SQL {
  return sql`string_to_array(${ids.join(',')}, ',')::uuid[]`;
}

function texts(values: readonly string[]): SQL {
  return sql`string_to_array(${values.join(',')}, ',')`;
}
