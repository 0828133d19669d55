import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '#infra/db/client.server.ts';
import { offering, offeringSearch } from '#infra/db/tables/offerings.server.ts';
import { corrections, mayBeMistyped, wordsOf } from '../rules/words.ts';
import type { Search } from '../types.ts';
import { isListedAlone } from './find.server.ts';

/** With fewer than this many matches, what looks like the typed words is found, too. */
const FEW = 3;
const SIMILAR_LOOKED_AT = 40;
/** Words reach a text search by name, so only letters and digits may. */
const PLAIN_WORD = /^[\p{L}\p{N}]+$/u;

/**
 * What a search text looks for: its words and, where few listed offerings match them, the known words that are a slip
 * or two away. Null for a text without any letter or digit: it finds nothing.
 */
export async function readSearch(db: Database, text: string): Promise<Search | null> {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const asTyped: Search = { words: words.join(' '), also: '', corrections: [] };
  if (!words.some(mayBeMistyped) || (await countUpToFew(db, asTyped)) >= FEW) return asTyped;
  const alternatives = await similarTo(db, words);
  return {
    ...asTyped,
    also: alternatives.map((list) => list.join(' | ')).join(';'),
    corrections: [...new Set(alternatives.flat())],
  };
}

/** The text search for these words; with `prefix` their beginnings count, too. Planned for the very words each time. */
export function queryFor(words: unknown, also: unknown, prefix: boolean) {
  return sql`offering_query(${words}::text, ${also}::text, ${sql.raw(String(prefix))})`;
}

async function countUpToFew(db: Database, search: Search): Promise<number> {
  const some = db
    .select({ one: sql<number>`1`.as('one') })
    .from(offeringSearch)
    .innerJoin(offering, eq(offering.id, offeringSearch.offeringId))
    .where(and(isListedAlone, sql`${offeringSearch.search} @@ ${queryFor(search.words, '', true)}`))
    .limit(FEW)
    .as('some');
  // Unnamed: a plan that was kept would not know how common these words are.
  const [row] = await db
    .select({ found: sql<number>`count(*)::int` })
    .from(some)
    .prepare('')
    .execute();
  return row?.found ?? 0;
}

/** For each word what it may have meant. Words that somebody uses are left as they are while another is unknown. */
async function similarTo(db: Database, words: readonly string[]): Promise<string[][]> {
  const asked = words.filter(mayBeMistyped);
  const { rows } = await db.execute<{ typed: string; word: string }>(sql`
    select typed.word as typed, near.word from regexp_split_to_table(${asked.join(' ')}, ' ') as typed (word),
      similar_words(typed.word, ${SIMILAR_LOOKED_AT}) as near`);
  const near = (typed: string) => rows.filter((row) => row.typed === typed).map(({ word }) => word);
  const unknown = asked.filter((word) => !near(word).includes(word));
  const corrected = new Set(unknown.length > 0 ? unknown : asked);
  return words.map((word) =>
    corrected.has(word)
      ? corrections(
          word,
          near(word).filter((one) => PLAIN_WORD.test(one)),
        )
      : [],
  );
}
