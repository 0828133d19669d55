import { sql } from 'drizzle-orm';
import { isBefore } from '#shared/time.ts';
import type { World } from '../world.ts';
import { readEverything } from './read.ts';

/** Once the jobs have run, nobody has a session ahead with a tutor who was suspended, or with somebody who has left. */
export async function findLeftAhead({ app, clock }: World): Promise<string[]> {
  const { sessions, people } = await readEverything(app.db);
  const suspended = new Set(people.filter(({ suspendedAt }) => suspendedAt !== null).map(({ id }) => id));
  const gone = new Set(people.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id));
  return sessions
    .filter(({ tutorId, studentId }) => suspended.has(tutorId) || gone.has(tutorId) || gone.has(studentId))
    .filter(
      ({ status, startsAt }) =>
        status.startsWith('PENDING') || (status === 'SCHEDULED' && isBefore(clock.now(), startsAt)),
    )
    .map(({ id, status }) => `session ${id} is still ${status} with somebody who is suspended or gone`);
}

/** Every table in which somebody's name or address stands who has deleted their account. */
export async function findTracesOfErased({ app, erased }: World): Promise<string[]> {
  if (erased.length === 0) return [];
  const { rows: tables } = await app.db.execute<{ name: string }>(sql`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'simulator')`);
  const words = erased.flatMap(({ name, email }) => [name, email]);
  const traces: string[] = [];
  for (const { name } of tables) {
    const { rows } = await app.db.execute<{ word: string; whole: string }>(sql`
      select w.word, t::text as whole from ${sql.raw(name)} t
      join unnest(array[${sql.join(
        words.map((word) => sql`${word}::text`),
        sql`, `,
      )}]) as w (word) on position(lower(w.word) in lower(t::text)) > 0 limit 1`);
    traces.push(...rows.map(({ word, whole }) => `${word} has left and stands in ${name}\n    ${whole}`));
  }
  return traces;
}
