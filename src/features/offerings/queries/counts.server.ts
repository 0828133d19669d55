import { and, sql, type SQL } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { CourseId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { Facet, OfferingCounts } from '../types.ts';
import { latestSlotMs, timestampText, type Given, type ReadFilters } from './conditions.server.ts';
import { isListedAlone } from './find.server.ts';
import { preparedOnce } from './prepared.server.ts';

const MAX_CHOICES = 20;
const UP_TO = settings.countsUpTo;

/** What would be found with each choice of each filter, in one statement; see `OfferingCounts`. */
export async function countOfferings(
  app: App,
  { given, isHopeless, now }: ReadFilters,
  completed: readonly CourseId[] | null,
): Promise<OfferingCounts> {
  if (isHopeless) return NOTHING;
  const prepared = preparedOnce(app.db, 'offering_counts', given, (planned) => prepare(app.db, planned, given));
  const within = settings.filterWithinDays.map((days) => [`within${days}`, timestampText(latestSlotMs(days, now))]);
  const [row] = await prepared.execute({ ...Object.fromEntries(within), done: (completed ?? []).join() });
  return row === undefined ? NOTHING : row.counts;
}

const NOTHING: OfferingCounts = {
  total: 0,
  courses: [],
  completed: 0,
  tutors: [],
  durations: [],
  modes: [],
  within: [],
  prices: [],
  without: {},
};

/** Each filter's choices are counted among what the other filters leave: one set for all that are off, one for each that is on. */
function prepare(db: Database, planned: string, given: readonly Given[]) {
  const on = [...new Set(given.map(({ facet }) => facet))];
  const setOf = (facet: Facet) => (on.includes(facet) ? `without_${facet}` : 'found');
  const sets = [
    found('found', given),
    ...on.map((facet) =>
      found(
        `without_${facet}`,
        given.filter((one) => one.facet !== facet),
      ),
    ),
  ];
  const counts = sql<OfferingCounts>`(with ${sql.join(sets, sql`, `)} select json_build_object(
    'total', ${total('found')},
    'courses', ${upTo(setOf('course'), named('course', 'title', 'course_id', setOf('course')))},
    'completed', ${upTo(setOf('course'), sql`(select count(*) from ${raw(setOf('course'))} where course_id = any (string_to_array(${sql.placeholder('done')}::text, ',')::uuid[]))`)},
    'tutors', ${upTo(setOf('tutor'), named('person', 'name', 'tutor_id', setOf('tutor')))},
    'durations', ${upTo(setOf('duration'), durations(setOf('duration')))},
    'modes', ${upTo(setOf('mode'), choices(setOf('mode'), MODES))},
    'within', ${upTo(setOf('within'), choices(setOf('within'), WITHIN))},
    'prices', ${upTo(setOf('price'), choices(setOf('price'), PRICES))},
    'without', json_build_object(${sql.join(
      on.map((facet) => sql`${raw(`'${facet}'`)}, ${total(`without_${facet}`)}`),
      sql`, `,
    )})))`;
  return db
    .select({ counts })
    .from(sql`(select 1) as once`)
    .prepare(planned);
}

const raw = (text: string) => sql.raw(text);

/** One more than is counted tells that there are too many. */
function found(name: string, given: readonly Given[]): SQL {
  return sql`${raw(name)} as materialized (
    select ${offering.courseId}, ${offering.tutorId}, ${offering.priceMinor}, ${offering.durationMinutes},
      ${offering.takesInstant}, ${offering.takesRequest}, ${offering.nextSlotAt}
    from ${offering}
    where ${and(isListedAlone, ...given.map(({ condition }) => condition))} limit ${raw(String(UP_TO + 1))})`;
}

function total(set: string): SQL {
  return sql`(select case when count(*) <= ${raw(String(UP_TO))} then count(*) end from ${raw(set)})`;
}

function upTo(set: string, counted: SQL): SQL {
  return sql`case when ${total(set)} is not null then ${counted} end`;
}

function list(rows: SQL, order: string): SQL {
  return sql`(select coalesce(json_agg(json_build_object('value', value, 'label', label, 'count', count) order by ${raw(order)}), '[]'::json) from (${rows}) as counted)`;
}

/** The most frequent courses or people, by their names. */
function named(table: 'course' | 'person', label: 'title' | 'name', key: string, set: string): SQL {
  return list(
    sql`select t.id as value, ${raw(`t.${label}`)} as label, counted.count from (
      select ${raw(key)} as id, count(*) from ${raw(set)} where ${raw(key)} is not null
      group by 1 order by 2 desc, 1 limit ${raw(String(MAX_CHOICES))}) as counted join ${raw(table)} t on t.id = counted.id`,
    'label, value',
  );
}

function durations(set: string): SQL {
  return list(sql`select duration_minutes as value, '' as label, count(*) from ${raw(set)} group by 1`, 'value');
}

type Choice = { value: string; condition: SQL };

const MODES: readonly Choice[] = [
  { value: `'INSTANT'`, condition: sql`takes_instant` },
  { value: `'REQUEST'`, condition: sql`takes_request` },
];
const WITHIN: readonly Choice[] = settings.filterWithinDays.map((days) => ({
  value: String(days),
  condition: sql`next_slot_at < ${sql.placeholder(`within${days}`)}::timestamptz`,
}));
const PRICES: readonly Choice[] = settings.filterPricesMinor.map((most) => ({
  value: String(most),
  condition: sql`price_minor <= ${raw(String(most))}`,
}));

/** Choices that include one another: each is counted by itself, in one walk. */
function choices(set: string, all: readonly Choice[]): SQL {
  const counted = all.map(
    ({ value, condition }) =>
      sql`json_build_object('value', ${raw(value)}, 'label', '', 'count', count(*) filter (where ${condition}))`,
  );
  return sql`(select json_build_array(${sql.join(counted, sql`, `)}) from ${raw(set)})`;
}
