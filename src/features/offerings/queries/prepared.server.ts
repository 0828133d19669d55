import type { Database } from '#infra/db/client.server.ts';
import type { Given } from './conditions.server.ts';

type Values = Record<string, unknown>;
type Statement<Row> = { execute(values: Values): Promise<Row> };

const statements = new WeakMap<Database, Map<string, unknown>>();

/** There are thousands of ways to combine filters, and anybody may try them all: those asked for longest ago are let go. */
export const MOST_KEPT = 300;

/**
 * The statement of this name for these filters, its SQL written when it was first asked for. Without filters PostgreSQL
 * keeps its plan, too (`make` gets a name for it). With filters it plans anew each time (no name): whether to walk an
 * order or to gather and sort depends on how much they leave, which a kept plan cannot know.
 */
export function preparedOnce<Row>(
  db: Database,
  name: string,
  given: readonly Given[],
  make: (plannedName: string) => Statement<Row>,
): Statement<Row> {
  const key = `${name}_${given.map((one) => one.name).join('')}`;
  const known = statements.get(db) ?? new Map<string, unknown>();
  statements.set(db, known);
  // A name stands for one statement, which was made with these types.
  const statement = (known.get(key) as Statement<Row> | undefined) ?? make(given.length === 0 ? name : '');
  known.delete(key);
  known.set(key, statement); // the latest stands last
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  const values = Object.assign({}, ...given.map((one) => one.values)) as Values;
  return { execute: (more) => statement.execute({ ...values, ...more }) };
}
