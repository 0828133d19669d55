import type { z } from 'zod';
import { refuseInput } from '#features/accounts/command.server.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

/**
 * Reads a query string by its schema. A field that is sent empty, as forms do, was not given; one that is sent twice is
 * refused, since nobody could say which was meant. Refuses with `unknown_key` or `invalid` and `fields`.
 */
export function readQuery<Schema extends z.ZodType>(query: URLSearchParams, schema: Schema): Result<z.output<Schema>> {
  const given = new Map<string, string>();
  for (const [name, value] of query) {
    if (given.has(name)) return refuse('invalid', { fields: { [name]: 'Give this once.' } });
    given.set(name, value);
  }
  const parsed = schema.safeParse(Object.fromEntries([...given].filter(([, value]) => value !== '')));
  return parsed.success ? ok(parsed.data) : refuseInput(parsed.error);
}
