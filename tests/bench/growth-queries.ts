import { getTutorMentorshipOfferings } from '#features/offerings/queries/find.server.ts';
import { listOfferings, marketplacePage } from '#features/offerings/queries/marketplace.server.ts';
import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import { suggestionsFor } from '#features/offerings/queries/suggestions.server.ts';
import { writeCursor } from '#features/offerings/rules/cursor.ts';
import type { OfferingFilters, OfferingSort } from '#features/offerings/types.ts';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { assert } from '#shared/assert.ts';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { addDays } from '#ui/calendar.ts';
import { sql } from 'drizzle-orm';
import { word, WORDS, type Size } from './growth-world.ts';
import { benchId } from './world.ts';

export const LAST_PAGE = 4_000;

/** A read that the product makes, and how much it found: nothing found would be fast, and no measurement. */
export type Asked = { what: string; ask(app: App, size: Size): Promise<number> };

const course = benchId('course', 3) as CourseId;
const tutor = benchId('tutor', 3) as PersonId;
const student = benchId('student', 3) as PersonId;

const list = (what: string, filters: Partial<OfferingFilters>): Asked => ({
  what,
  ask: async (app) =>
    (await listOfferings(app, { sort: 'soonest', limit: settings.pageSize, ...filters }, student)).offerings.length,
});
const page = (what: string, filters: Partial<OfferingFilters>): Asked => ({
  what,
  ask: async (app) =>
    (await marketplacePage(app, { sort: 'soonest', limit: settings.pageSize, ...filters }, student)).offerings.length,
});
const search = (what: string, q: string): Asked => list(what, { q, sort: 'best' });

const RARE = word(WORDS.own + 777);
const ONE_IN_300 = word(WORDS.topic + 7);
/** The second and third letters changed places. */
const MISTYPED = RARE.replace(/^(.)(.)(.)/, '$1$3$2');

export const lists: readonly Asked[] = [
  list('list, soonest', {}),
  list('list, lowest price', { sort: 'price' }),
  list('list, highest price', { sort: 'price-desc' }),
  list('list, newest', { sort: 'newest' }),
  list('list of a course', { courseId: course }),
  list('list of a tutor', { tutorId: tutor }),
  list('list, completed courses', { completed: true }),
  list('list, an hour, by request, up to ₦7,000', { durationMinutes: 60, mode: 'REQUEST', maxPriceMinor: 700_000 }),
  list('list, an hour from ₦8,000, newest', { durationMinutes: 60, minPriceMinor: 800_000, sort: 'newest' }),
  list('list, within 7 days, lowest price', { availableWithinDays: 7, sort: 'price' }),
  search('search, a rare word', RARE),
  search('search, a word of one in 300 offerings', ONE_IN_300),
  search('search, a word that all have', 'hour'),
  search('search, a mistyped word', MISTYPED),
  list('search, a word that all have, lowest price', { q: 'hour', sort: 'price' }),
  list('search, a word of one in 300 offerings, soonest', { q: ONE_IN_300 }),
  page('page with counts', {}),
  page('page with counts, of a course', { courseId: course }),
  page('page with counts, an hour up to ₦7,000', { durationMinutes: 60, maxPriceMinor: 700_000 }),
  page('page with counts, a search', { q: ONE_IN_300, sort: 'best' }),
  { what: 'suggestions', ask: async (app) => (await suggestionsFor(app, course)).suggestions.length },
  { what: 'slots of an offering', ask: async (app) => slotsOf(app) },
  { what: "a tutor's own offerings", ask: async (app) => ownOfferings(app) },
];

async function slotsOf(app: App): Promise<number> {
  const from = new Date(app.clock.now().epochMilliseconds).toISOString().slice(0, 10);
  const found = await offeringSlots(app, benchId('offering', 3) as OfferingId, {
    from,
    to: addDays(from, 31),
    tz: 'Africa/Lagos',
  });
  assert(found.ok, 'the offering is listed');
  return found.value.slots.length;
}

async function ownOfferings(app: App): Promise<number> {
  const actor: Actor = {
    personId: tutor,
    role: 'TUTOR',
    name: 'Tutor',
    email: 'tutor@bench.test',
    image: null,
    timeZone: 'Africa/Lagos',
    verified: true,
  };
  const found = await execute(app, getTutorMentorshipOfferings, actor, {});
  assert(found.ok, 'a tutor may read their own');
  return found.value.length;
}

type Pages = { what: string; first(): Promise<number>; last(): Promise<number> };

const KEYS: readonly { sort: OfferingSort; key: string; order: string }[] = [
  { sort: 'soonest', key: '(extract(epoch from next_slot_at) * 1000)::float8', order: 'next_slot_at, id' },
  { sort: 'price', key: 'price_minor::float8', order: 'price_minor, id' },
  { sort: 'price-desc', key: 'price_minor::float8', order: 'price_minor desc, id desc' },
  { sort: 'newest', key: '(extract(epoch from created_at) * 1000)::float8', order: 'created_at desc, id' },
];

/** The first page of each order, and one near the end: begun where the page before it ended. */
export async function pages(app: App): Promise<Pages[]> {
  const all: Pages[] = [];
  for (const { sort, key, order } of KEYS) {
    const { rows } = await app.db.execute<{ key: number; id: string }>(
      sql.raw(
        `select ${key} as key, id from offering order by ${order} offset ${(LAST_PAGE - 1) * settings.pageSize - 1} limit 1`,
      ),
    );
    const [at] = rows;
    assert(at !== undefined, `there are ${LAST_PAGE} pages`);
    const cursor = writeCursor(sort, { key: Math.floor(at.key), id: at.id });
    const read = async (more: { cursor?: string }) =>
      (await listOfferings(app, { sort, limit: settings.pageSize, ...more })).offerings.length;
    all.push({ what: `list by ${sort}`, first: () => read({}), last: () => read({ cursor }) });
  }
  return all;
}
