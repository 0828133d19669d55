import { and, asc, desc, gt, isNotNull, isNull, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { completedCourseIds } from '#features/courses/queries/completed.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { CourseId, PersonId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';
import { readCursor, writeCursor, type Cursor } from '../rules/cursor.ts';
import type { OfferingCounts, OfferingFilters, OfferingSort, OfferingView } from '../types.ts';
import { bestMatches } from './best-match.server.ts';
import { givenFilters, latestSlotMs, timestampText, type Given, type ReadFilters } from './conditions.server.ts';
import { countOfferings } from './counts.server.ts';
import { isListed, selectOfferings } from './find.server.ts';
import { preparedOnce } from './prepared.server.ts';
import { bySoonest, viewOffering, withTrueNextSlots, type OfferingRow } from './view.server.ts';
import { readSearch } from './words.server.ts';

export type OfferingPage = { offerings: OfferingView[]; /** Null on the last page. */ nextCursor: string | null };

/** `completed` are the courses that the reader completed; for nobody, that filter finds nothing. */
export async function readFilters(
  app: App,
  filters: OfferingFilters,
  completed: readonly CourseId[] | null,
): Promise<ReadFilters> {
  const now = app.clock.now();
  const search = filters.q === undefined ? null : await readSearch(app.db, filters.q);
  const given = givenFilters(filters, { search, completed: filters.completed ? (completed ?? []) : null, now });
  return { filters, given, search, isHopeless: filters.q !== undefined && search === null, now };
}

/**
 * A page of the listed offerings that fit all filters, in the order asked for (those without a slot last among the
 * soonest). Costs the same on any page: it begins where the last one ended. The cursor must be one that the filters'
 * schema accepted.
 */
export async function listOfferings(
  app: App,
  filters: OfferingFilters,
  viewerId: PersonId | null = null,
): Promise<OfferingPage> {
  const completed = filters.completed && viewerId !== null ? await completedCourseIds(app.db, viewerId) : null;
  return pageOf(app, await readFilters(app, filters, completed));
}

export type Marketplace = OfferingPage & {
  counts: OfferingCounts;
  /** What was looked for besides the typed words. */
  corrections: string[];
};

/** `listOfferings` with the counts that the marketplace's filters show. */
export async function marketplacePage(
  app: App,
  filters: OfferingFilters,
  viewerId: PersonId | null,
): Promise<Marketplace> {
  const completed = viewerId === null ? null : await completedCourseIds(app.db, viewerId);
  const read = await readFilters(app, filters, completed);
  const [page, counts] = await Promise.all([pageOf(app, read), countOfferings(app, read, completed)]);
  return { ...page, counts, corrections: read.search?.corrections ?? [] };
}

async function pageOf(app: App, read: ReadFilters): Promise<OfferingPage> {
  if (read.isHopeless) return { offerings: [], nextCursor: null };
  const { filters, now } = read;
  const { sort, limit } = filters;
  const cursor = filters.cursor === undefined ? null : readCursor(filters.cursor, sort);
  const found = await findRows(app.db, read, cursor);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const fresh = await withTrueNextSlots(app.db, rows, now);
  const shown = fresh.filter((row) => isWithin(row, filters, now));
  if (sort === 'soonest') shown.sort(bySoonest);
  return {
    offerings: shown.map(viewOffering),
    nextCursor: last === undefined ? null : writeCursor(sort, { key: keyOf(last, sort), id: last.id }),
  };
}

type Row = OfferingRow & { score?: number };

/** One row more than the page holds tells whether there is a next one. */
async function findRows(db: Database, { filters, given, search }: ReadFilters, cursor: Cursor | null): Promise<Row[]> {
  const wanted = filters.limit + 1;
  if (filters.sort === 'best') return search === null ? [] : bestMatches(db, given, cursor, wanted);
  if (filters.sort !== 'soonest') return select(db, PARTS[filters.sort], given, cursor, wanted);
  // Rows with a slot, then rows without: two index ranges, of which a page needs the second at the very end only.
  const timed = cursor?.key === null ? [] : await select(db, PARTS.withSlot, given, cursor, wanted);
  if (timed.length === wanted || filters.availableWithinDays !== undefined) return timed;
  const after = cursor?.key === null ? cursor : null;
  return [...timed, ...(await select(db, PARTS.withoutSlot, given, after, wanted - timed.length))];
}

/** One way through the offerings: its order, and what comes after a cursor, so that an index serves both. */
type Part = { name: string; always?: SQL; after: SQL | undefined; order: SQL[] };

const key = sql.placeholder('key');
const id = sql.placeholder('id');

const PARTS = {
  withSlot: {
    name: 's',
    always: isNotNull(offering.nextSlotAt),
    after: sql`(${offering.nextSlotAt}, ${offering.id}) > (${key}::timestamptz, ${id}::uuid)`,
    order: [asc(offering.nextSlotAt), asc(offering.id)],
  },
  withoutSlot: {
    name: 'e',
    always: isNull(offering.nextSlotAt),
    after: gt(offering.id, id),
    order: [asc(offering.id)],
  },
  price: {
    name: 'p',
    after: sql`(${offering.priceMinor}, ${offering.id}) > (${key}::bigint, ${id}::uuid)`,
    order: [asc(offering.priceMinor), asc(offering.id)],
  },
  'price-desc': {
    name: 'h',
    after: sql`(${offering.priceMinor}, ${offering.id}) < (${key}::bigint, ${id}::uuid)`,
    order: [desc(offering.priceMinor), desc(offering.id)],
  },
  newest: {
    name: 'n',
    after: sql`${offering.createdAt} <= ${key}::timestamptz and (${offering.createdAt} < ${key}::timestamptz or ${offering.id} > ${id}::uuid)`,
    // As the index has it: nobody's creation is unknown, but without these words PostgreSQL would sort.
    order: [sql`${offering.createdAt} desc nulls last`, asc(offering.id)],
  },
} satisfies Record<string, Part>;

/** Runs the one statement for this order and these filters, made when it was first needed. */
function select(
  db: Database,
  part: Part,
  given: readonly Given[],
  cursor: Cursor | null,
  limit: number,
): Promise<OfferingRow[]> {
  const name = `offerings_${part.name}${limit}${cursor === null ? '' : '_after'}`;
  const prepared = preparedOnce(db, name, given, (planned) =>
    selectOfferings(
      db,
      and(isListed, part.always, cursor === null ? undefined : part.after, ...given.map(({ condition }) => condition)),
    )
      .orderBy(...part.order)
      .limit(writtenOut(limit))
      .prepare(planned),
  );
  return prepared.execute({ key: keyParameter(cursor, part), id: cursor?.id });
}

/** In the statement rather than as a parameter, so that a kept plan knows that it ends after a page. */
function writtenOut(limit: number): Placeholder {
  // Drizzle writes whatever SQL it is given; its types have only thought of numbers and placeholders.
  return sql.raw(String(limit)) as unknown as Placeholder;
}

function keyParameter(cursor: Cursor | null, part: Part): string | number | null {
  if (cursor === null || cursor.key === null) return null;
  return part.name === 'p' || part.name === 'h' ? cursor.key : timestampText(cursor.key);
}

function isWithin(row: OfferingRow, { availableWithinDays }: OfferingFilters, now: Instant): boolean {
  if (availableWithinDays === undefined) return true;
  return row.nextSlotMs !== null && row.nextSlotMs < latestSlotMs(availableWithinDays, now);
}

function keyOf(row: Row, sort: OfferingSort): number | null {
  switch (sort) {
    case 'best':
      return row.score ?? null;
    case 'soonest':
      return row.nextSlotMs;
    case 'price':
    case 'price-desc':
      return row.priceMinor;
    case 'newest':
      return row.createdMs;
  }
}
