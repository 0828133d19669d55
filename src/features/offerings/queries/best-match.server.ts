import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering, offeringSearch } from '#infra/db/tables/offerings.server.ts';
import { settings } from '#shared/settings.ts';
import type { Cursor } from '../rules/cursor.ts';
import type { Given } from './conditions.server.ts';
import { isListedAlone } from './find.server.ts';
import { preparedOnce } from './prepared.server.ts';
import { offeringFields, type OfferingRow } from './view.server.ts';
import { queryFor } from './words.server.ts';

/** Of D, C, B and A: description, tutor, course, title. */
const WEIGHTS = '{0.1, 0.4, 0.6, 1.0}';
const ONE_KIND = 1_000_000;

/**
 * Offerings by how well they match: those with every word as typed first, then those where a word only begins so, then
 * those that look alike; in each, what stands in titles counts most. `score` is a whole number. Ranks the newest
 * `settings.rankedUpTo` matches, since ranking reads every one of them.
 */
export function bestMatches(
  db: Database,
  given: readonly Given[],
  cursor: Cursor | null,
  limit: number,
): Promise<(OfferingRow & { score: number })[]> {
  const name = `offerings_best${cursor === null ? '' : '_after'}`;
  const prepared = preparedOnce(db, name, given, (planned) => prepare(db, planned, given, cursor !== null));
  return prepared.execute({ key: cursor?.key, id: cursor?.id, limit });
}

function prepare(db: Database, planned: string, given: readonly Given[], isLater: boolean) {
  const found = db.$with('found').as(
    db
      .select({ id: offering.id })
      .from(offering)
      .where(and(isListedAlone, ...given.map(({ condition }) => condition)))
      .orderBy(sql`${offering.createdAt} desc nulls last`, asc(offering.id))
      .limit(settings.rankedUpTo),
  );
  const scored = db.$with('scored').as(
    db
      .select({ foundId: sql<string>`${found.id}`.as('found_id'), score: score.as('score') })
      .from(found)
      .innerJoin(offeringSearch, eq(offeringSearch.offeringId, found.id)),
  );
  const after = sql`(${scored.score} < ${sql.placeholder('key')}::int
    or (${scored.score} = ${sql.placeholder('key')}::int and ${scored.foundId} > ${sql.placeholder('id')}::uuid))`;
  // The page's rows alone are joined with all that a card shows.
  const ranked = db.$with('ranked').as(
    db
      .select({
        rankedId: sql<string>`${scored.foundId}`.as('ranked_id'),
        rank: sql<number>`${scored.score}`.as('rank'),
      })
      .from(scored)
      .where(isLater ? after : undefined)
      .orderBy(desc(scored.score), asc(scored.foundId))
      .limit(sql.placeholder('limit')),
  );
  return db
    .with(found, scored, ranked)
    .select({ ...offeringFields, score: sql<number>`${ranked.rank}` })
    .from(ranked)
    .innerJoin(offering, eq(offering.id, ranked.rankedId))
    .innerJoin(person, eq(person.id, offering.tutorId))
    .leftJoin(course, eq(course.id, offering.courseId))
    .leftJoin(availability, eq(availability.tutorId, offering.tutorId))
    .orderBy(desc(ranked.rank), asc(offering.id))
    .prepare(planned);
}

const words = sql.placeholder('words');
const also = sql.placeholder('also');
const search = offeringSearch.search;

/** 2, 1 or 0 for as typed, begins so, looks alike; then a share of one for where and how often the words stand. */
const score = sql<number>`(
  case when ${search} @@ ${queryFor(words, '', false)} then ${ONE_KIND * 2}
    when ${search} @@ ${queryFor(words, '', true)} then ${ONE_KIND} else 0 end
  + floor(ts_rank(${WEIGHTS}::float4[], ${search}, ${queryFor(words, also, true)}, 32) * ${ONE_KIND - 1}::int))::int`;
