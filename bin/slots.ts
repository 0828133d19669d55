import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { openSlotsIso } from '#features/availability/rules.ts';
import { slotQueryInput } from '#features/availability/schema.ts';
import type { SlotQuery } from '#features/availability/types.ts';

const BAD_INPUT = 2;
const MAX_QUERIES = 100_000;

/** A mistake in what was handed in, in one line for the person who did. */
class InputError extends Error {}

// A reader such as `head` that has seen enough closes the pipe: nobody is left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  print(parse(await text(process.stdin)));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`bin/slots: ${error.message}\n`);
  process.exitCode = BAD_INPUT;
}

/** All queries are read before the first answer is printed, so that bad input prints none. */
function parse(input: string): SlotQuery[] {
  const queries = parseJson(input);
  if (!Array.isArray(queries)) throw new InputError('stdin: must be a JSON array of queries');
  if (queries.length > MAX_QUERIES) throw new InputError(`stdin: at most ${MAX_QUERIES} queries at once`);
  return queries.map((query: unknown, index) => {
    const parsed = slotQueryInput.safeParse(query);
    if (parsed.success) return parsed.data;
    throw new InputError(`query ${index}: ${problem(parsed.error)}`);
  });
}

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputError('stdin: is not JSON; expected an array of queries');
    throw error;
  }
}

/** The first thing wrong, with its field: `busy[2].end: must not lie before start`. */
function problem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return error.message;
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...issue.path, ...key].reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : `${path}${path === '' ? '' : '.'}${String(part)}`),
    '',
  );
  const message = issue.code === 'unrecognized_keys' ? 'is not a field of a query' : issue.message;
  return `${field === '' ? 'the query' : oneLine(field)}: ${message}`;
}

/** Field names come from outside. */
function oneLine(field: string): string {
  return JSON.stringify(field).slice(1, -1).slice(0, 200);
}

/** Query by query: the answer to many long queries is longer than a string may be. */
function print(queries: readonly SlotQuery[]): void {
  process.stdout.write('[');
  queries.forEach((query, index) => {
    process.stdout.write(`${index === 0 ? '' : ','}${JSON.stringify(openSlotsIso(query))}`);
  });
  process.stdout.write(']\n');
}
