import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { productEnv, type Bench } from './bench.ts';
import { median, ms } from './numbers.ts';
import { information, skipped, type Measurement, type Row } from './row.ts';

const TIMES = 3;
const LOOK_EVERY_MS = 10;
const GIVE_UP_MS = 60_000;
const EMBEDDED_BUDGET_MS = 6_000;
const POSTGRES_BUDGET_MS = 1_500;

/** From `bin/start` to the first answer that says that database, migrations and jobs are ready. */
export const start: Measurement = {
  name: 'start',
  async run(bench) {
    return [...(await embedded({ ...bench, databaseUrl: null })), await postgres(bench)];
  },
};

async function embedded(bench: Bench): Promise<Row[]> {
  const fresh: Started[] = [];
  const again: Started[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const folder = join(bench.folder, 'start');
    fresh.push(await timeStart({ ...bench, folder }));
    again.push(await timeStart({ ...bench, folder }));
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    {
      what: 'start, embedded, nothing there yet',
      budget: `< ${EMBEDDED_BUDGET_MS / 1000} s`,
      measured: ms(wallMs(fresh)),
      ratio: null,
      ok: wallMs(fresh) < EMBEDDED_BUDGET_MS,
      notes: [`Median of ${TIMES}; makes the database and its tables. ${hint(fresh)}`],
    },
    information('start, embedded, with its data', ms(wallMs(again)), hint(again)),
  ];
}

async function postgres(bench: Bench): Promise<Row> {
  const what = 'start, PostgreSQL, with its data';
  const budget = `< ${POSTGRES_BUDGET_MS / 1000} s`;
  if (bench.databaseUrl === null) return skipped(what, budget, 'No PostgreSQL was given.');
  await bench.product(); // migrates the database and fills it
  const times: Started[] = [];
  for (let time = 0; time < TIMES; time += 1) times.push(await timeStart(bench));
  return {
    what,
    budget,
    measured: ms(wallMs(times)),
    ratio: null,
    ok: wallMs(times) < POSTGRES_BUDGET_MS,
    notes: [`Median of ${TIMES}. ${hint(times)}`],
  };
}

/** The CPU that the start took is what it would take alone on the machine, at most; null where the system does not tell. */
type Started = { wallMs: number; cpuMs: number | null };

function wallMs(starts: readonly Started[]): number {
  return median(starts.map((one) => one.wallMs));
}

function hint(starts: readonly Started[]): string {
  const cpu = starts.flatMap(({ cpuMs }) => cpuMs ?? []);
  const took = cpu.length === 0 ? '' : `, in which the product had ${ms(median(cpu))} of CPU`;
  return `An absolute time: a hint on a busy machine${took}.`;
}

async function timeStart(bench: Bench): Promise<Started> {
  const port = bench.port();
  const path = fileURLToPath(new URL('../../bin/start', import.meta.url));
  const startedMs = performance.now();
  const env = { PATH: process.env['PATH'], ...productEnv(bench, port) };
  const child = spawn(path, ['all'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await ready(child, port);
    return { wallMs: performance.now() - startedMs, cpuMs: cpuMsOf(child) };
  } finally {
    await stop(child);
  }
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const until = performance.now() + GIVE_UP_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`bin/start ended with code ${child.exitCode}`);
    // Refused connections are what waiting looks like.
    const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`bin/start was not ready after ${GIVE_UP_MS} ms`);
}

/** Linux counts it in hundredths of a second, as the 14th and 15th field. */
function cpuMsOf(child: ChildProcess): number | null {
  const file = `/proc/${child.pid}/stat`;
  if (!existsSync(file)) return null;
  const [, ...fields] = readFileSync(file, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.join(' ').split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
