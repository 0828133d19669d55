import { eq, gte, lt, lte, sql, type SQL } from 'drizzle-orm';
import { offering, offeringSearch } from '#infra/db/tables/offerings.server.ts';
import { readId, type CourseId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';
import type { Facet, OfferingFilters, Search } from '../types.ts';
import { queryFor } from './words.server.ts';

const DAY_MS = 24 * 60 * 60_000;

/** One filter that is on: a letter that names it in a statement, the filter that it belongs to, and its value. */
export type Given = { name: string; facet: Facet; condition: SQL | undefined; values: Record<string, unknown> };

/** Filters with what must be known before anything is asked for: the words, and the reader's completed courses. */
export type ReadFilters = {
  filters: OfferingFilters;
  given: readonly Given[];
  search: Search | null;
  /** Nothing can be found: a search without any letter or digit. */
  isHopeless: boolean;
  now: Instant;
};

/** The filters that are on. What is looked for, and which courses were completed, has been found out before. */
export function givenFilters(
  filters: OfferingFilters,
  { search, completed, now }: { search: Search | null; completed: readonly CourseId[] | null; now: Instant },
): Given[] {
  const { courseId, tutorId, minPriceMinor, maxPriceMinor, durationMinutes, mode, availableWithinDays } = filters;
  const slot = (name: string) => sql.placeholder(name);
  const given: Given[] = [];
  const add = (facet: Facet, name: string, value: unknown, condition: SQL | undefined) =>
    void (value !== undefined && given.push({ name, facet, condition, values: { [name]: value } }));
  add('course', 'c', courseId && readId(courseId), eq(offering.courseId, slot('c')));
  if (completed) add('course', 'k', completed.join(), isOneOf('k'));
  add('tutor', 't', tutorId && readId(tutorId), eq(offering.tutorId, slot('t')));
  add('price', 'f', minPriceMinor, gte(offering.priceMinor, slot('f')));
  add('price', 'u', maxPriceMinor, lte(offering.priceMinor, slot('u')));
  add('duration', 'd', durationMinutes, eq(offering.durationMinutes, slot('d')));
  add(
    'mode',
    mode === 'INSTANT' ? 'i' : 'r',
    mode,
    mode === 'INSTANT' ? eq(offering.takesInstant, true) : eq(offering.takesRequest, true),
  );
  const latest = availableWithinDays && timestampText(latestSlotMs(availableWithinDays, now));
  add('within', 'a', latest, lt(offering.nextSlotAt, sql`${slot('a')}::timestamptz`));
  if (search) given.push({ ...matches, values: { words: search.words, also: search.also } });
  return given;
}

const matches = {
  name: 'w',
  facet: 'words',
  condition: sql`${offering.id} in (select offering_id from ${offeringSearch}
    where search @@ ${queryFor(sql.placeholder('words'), sql.placeholder('also'), true)})`,
} satisfies Omit<Given, 'values'>;

/** A list travels as text, since the two drivers write arrays differently. */
function isOneOf(name: string): SQL {
  return sql`${offering.courseId} = any (string_to_array(${sql.placeholder(name)}::text, ',')::uuid[])`;
}

/** A placeholder is not encoded by its column, so it gets the text that PostgreSQL reads. */
export function timestampText(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}

/** A next slot before this is within so many days. */
export function latestSlotMs(days: number, now: Instant): number {
  return now.epochMilliseconds + days * DAY_MS;
}
