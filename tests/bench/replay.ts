import type { Statement } from './messages.ts';
import { sqlId, FIRST_DAY, HOUR_MS, morningMs, OFFERINGS, TUTORS } from './world.ts';

/** What in the traced hold belongs to that hold alone, as it stands in its parameters. */
export type TracedHold = {
  startMs: number;
  student: string;
  tutor: string;
  offering: string;
  token: string;
  course: string;
  session: string;
  charge: string;
  reference: string;
};

const NEAR_MS = 3 * 24 * HOUR_MS;
const HOURS_A_DAY = 10;
const COURSES = 20;

/**
 * The statements of one hold as a script in which every run makes a hold of its own: the n-th student with the n-th
 * offering, at that tutor's next hour. `:n` is the only thing that the runner must give.
 */
export function replayScript(statements: readonly Statement[], hold: TracedHold): string {
  const names = namesOf(hold);
  return [
    `\\set t :n % ${TUTORS}`,
    `\\set h :n / ${TUTORS}`,
    ...statements.map((statement) => `${bind(statement, names, hold.startMs).trim()};`),
  ].join('\n');
}

type Names = ReadonlyMap<string, { exact: string; inText: string }>;

function namesOf(hold: TracedHold): Names {
  const id = (expression: string) => ({ exact: expression, inText: `${expression}::text` });
  const text = (expression: string) => ({ exact: expression, inText: expression });
  return new Map([
    [hold.student, id(sqlId('student', ':n'))],
    [hold.tutor, id(sqlId('tutor', ':t'))],
    [hold.offering, id(sqlId('offering', `(:n)::bigint % ${OFFERINGS}`))],
    [hold.course, id(sqlId('course', `(:n)::bigint % ${COURSES}`))],
    [hold.token, text(`('bench-token-' || (:n)::bigint)`)],
    // Series of their own, so that they meet none of the world's.
    [hold.session, id(sqlId('session', '1000000 + (:n)::bigint'))],
    [hold.charge, id(sqlId('session', '2000000 + (:n)::bigint'))],
    [hold.reference, text(`('mnt-' || lpad(to_hex((:n)::bigint), 40, '0'))`)],
  ]);
}

function bind({ text, values }: Statement, names: Names, startMs: number): string {
  return text.replace(/\$(\d+)/g, (_, place: string) => {
    const bound = valueOf(values[Number(place) - 1], names, startMs);
    // An advisory lock hashes the id's text.
    return /hashtext/.test(text) ? `(${bound})::text` : bound;
  });
}

function valueOf(value: unknown, names: Names, startMs: number): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return quote(value.toISOString());
  if (Array.isArray(value)) {
    const items = value.map((item) => valueOf(item, names, startMs));
    return items.some((item) => item.startsWith('(')) ? `array[${items.join(', ')}]` : quote(`{${value.join(',')}}`);
  }
  const written = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const exact = names.get(written);
  if (exact !== undefined) return exact.exact;
  return nearStart(written, startMs) ?? withNames(written, names);
}

/** A time around the wanted start moves with the start. */
function nearStart(written: string, startMs: number): string | null {
  if (!/^\d{4}-\d\d-\d\dT/.test(written)) return null;
  const offMs = Date.parse(written) - startMs;
  if (!(Math.abs(offMs) <= NEAR_MS)) return null;
  const first = new Date(morningMs(FIRST_DAY)).toISOString();
  const hours = `((:h)::int / ${HOURS_A_DAY}) * 24 + ((:h)::int % ${HOURS_A_DAY})`;
  return `(timestamptz ${quote(first)} + make_interval(hours => ${hours}, secs => ${offMs / 1000}))`;
}

/** A text, such as a job's JSON, in which a name stands among other things. */
function withNames(written: string, names: Names): string {
  const found = [...names].filter(([name]) => written.includes(name));
  if (found.length === 0) return quote(written);
  let parts = [{ text: written, expression: null as string | null }];
  for (const [name, { inText }] of found) {
    parts = parts.flatMap((part) => {
      if (part.expression !== null) return [part];
      const texts = part.text.split(name);
      return texts.flatMap((text, index) => [
        ...(index === 0 ? [] : [{ text: '', expression: inText }]),
        { text, expression: null },
      ]);
    });
  }
  return `(${parts.map(({ text, expression }) => expression ?? quote(text)).join(' || ')})`;
}

/** A colon before a letter would read as one of the runner's variables, even within a text. */
function quote(text: string): string {
  const quoted = text.replaceAll("'", "''");
  if (!/:[a-z_]/i.test(text)) return `'${quoted}'`;
  return `E'${quoted.replaceAll('\\', '\\\\').replaceAll(':', '\\x3a')}'`;
}
