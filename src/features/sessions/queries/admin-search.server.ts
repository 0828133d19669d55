import { eq, sql, type SQL } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { charge, chargeLine } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { isOurReference } from '#shared/id.ts';
import { limitTo } from './list-page.server.ts';

export type FoundPerson = { id: string; name: string; email: string; role: string };

/** Where to look for what an admin typed: a session by its id or payment, or whatever these people and offerings had. */
export type AdminSearch =
  { kind: 'one'; where: SQL } | { kind: 'about'; people: FoundPerson[]; offeringIds: string[]; isCutOff: boolean };

/** So many people and offerings are looked at; a name that more people have needs more of it. */
const MOST_FOUND = 20;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a session's id, a payment's reference, or words of a name, an e-mail or a title. */
export async function searchFor(app: App, text: string): Promise<AdminSearch> {
  if (UUID.test(text)) return { kind: 'one', where: sql`${session.id} = ${text.toLowerCase()}::uuid` };
  if (isOurReference(text)) return { kind: 'one', where: sql`${session.id} in ${paidBy(text)}` };
  const query = prefixesOf(text);
  if (query === null) return { kind: 'about', people: [], offeringIds: [], isCutOff: false };
  const [people, offerings] = await Promise.all([peopleCalled(app, query), offeringsCalled(app, query)]);
  return {
    kind: 'about',
    people: people.slice(0, MOST_FOUND),
    offeringIds: offerings.slice(0, MOST_FOUND).map(({ id }) => id),
    isCutOff: people.length > MOST_FOUND || offerings.length > MOST_FOUND,
  };
}

function paidBy(reference: string): SQL {
  return sql`(select ${chargeLine.sessionId} from ${chargeLine} join ${charge} on ${eq(charge.id, chargeLine.chargeId)}
    where ${eq(charge.reference, reference)})`;
}

/** `ada ob` → `'ada':* & 'ob':*`: every word must begin one of the text's words. Null without a letter or digit. */
export function prefixesOf(text: string): string | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}@._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, ''))
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}

const MAX_WORDS = 6;

// First all that the index finds, then the newest of them: told to sort at once, PostgreSQL walks the whole table instead.
async function peopleCalled(app: App, query: string): Promise<FoundPerson[]> {
  const { rows } = await app.db.execute<FoundPerson>(sql`
    with found as materialized (
      select ${person.id}, ${person.name}, ${person.email}, ${person.role} from ${person}
      where to_tsvector('simple', ${person.name} || ' ' || ${person.email}) @@ ${query}::tsquery)
    select id, name, email, role from found order by id desc ${limitTo(MOST_FOUND + 1)}`);
  return rows;
}

async function offeringsCalled(app: App, query: string): Promise<{ id: string }[]> {
  const { rows } = await app.db.execute<{ id: string }>(sql`
    with found as materialized (
      select ${offering.id} from ${offering} where to_tsvector('simple', ${offering.title}) @@ ${query}::tsquery)
    select id from found order by id desc ${limitTo(MOST_FOUND + 1)}`);
  return rows;
}
