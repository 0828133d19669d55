import { parseArgs } from 'node:util';
import { openBench, type OpenBench } from '#tests/bench/bench.ts';
import { serverUrl } from '#tests/bench/database.ts';
import { measurements } from '#tests/bench/measurements.ts';
import type { Row } from '#tests/bench/row.ts';
import { notes, table } from '#tests/bench/table.ts';
import { Mistake } from '#shared/mistake.ts';
import { buildIfStale } from './support/build.ts';
import { runOnce } from './support/run-once.ts';

const FIRST_PORT = 4800;
const NAMES = measurements.map(({ name }) => name).join(', ');
const USAGE = `Usage: bin/bench [--json] [--only ${NAMES}] [--strict] [--port ${FIRST_PORT}]`;

await runOnce(async () => {
  const options = readArguments(process.argv.slice(2));
  const say = (line: string) => console.error(line);
  const server = serverUrl(process.env);
  if (server === null) {
    say('No TEST_DATABASE_URL or DATABASE_URL: falling back to PGlite; what needs PostgreSQL is skipped.');
  }
  buildIfStale(say);
  const bench = await openBench(server, options.port, say);
  const stop = () => void bench.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const rows = await measure(bench, options.only);
    console.log(options.json ? JSON.stringify({ rows }, null, 2) : `\n${table(rows)}\n\n${notes(rows)}`);
    if (options.strict && rows.some(({ ok }) => ok === false)) process.exitCode = 1;
  } finally {
    await bench.close();
  }
});

async function measure(bench: OpenBench, only: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, run } of measurements) {
    if (only.length > 0 && !only.includes(name)) continue;
    bench.say(`Measuring ${name} …`);
    rows.push(...(await run(bench)));
  }
  return rows;
}

type Options = { json: boolean; strict: boolean; only: string[]; port: number };

function readArguments(args: string[]): Options {
  const { json = false, strict = false, only = [], port = String(FIRST_PORT) } = parse(args);
  const unknown = only.find((name) => !measurements.some((one) => one.name === name));
  if (unknown !== undefined) throw new Mistake(`There is no measurement called ${unknown}.\n${USAGE}`);
  if (!/^\d{4,5}$/.test(port)) throw new Mistake(`--port must be the first of 30 free ports.\n${USAGE}`);
  return { json, strict, only, port: Number(port) };
}

function parse(args: string[]): { json?: boolean; strict?: boolean; only?: string[]; port?: string } {
  const options = {
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    port: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Mistake(`${error.message}\n${USAGE}`);
  }
}
