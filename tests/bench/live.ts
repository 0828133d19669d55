import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createLine, type Line } from './live-line.ts';
import { ms, quantile } from './numbers.ts';
import { information, skipped, type Measurement, type Row } from './row.ts';
import { benchId, sqlId, studentCookie } from './world.ts';

const SOCKETS = 2_000;
const OPENING_AT_ONCE = 50;
const TOLD = 2_000;
const EVERY_MS = 10;
const DROPS = 100;
const BUDGET_MS = 50;
const LATEST_MS = 20_000;
const WHAT = `commit → page, ${SOCKETS.toLocaleString('en')} sockets, one told every ${EVERY_MS} ms`;
const BUDGET = `p99 ≤ ${BUDGET_MS} ms, none lost, doubled or out of order`;

/** People with an open page each are told things: how long after the commit it is there, and whether all of it is. */
export const live: Measurement = {
  name: 'live',
  async run(bench) {
    if (bench.databaseUrl === null)
      return [skipped(WHAT, BUDGET, 'With one connection writing would wait for reading.')];
    const product = await bench.product();
    const lines = Array.from({ length: SOCKETS }, (_, n) =>
      createLine(product.port, studentCookie(bench.authSecret, n)),
    );
    const database = new pg.Client({ connectionString: bench.databaseUrl });
    await database.connect();
    try {
      for (let at = 0; at < SOCKETS; at += OPENING_AT_ONCE) {
        await Promise.all(lines.slice(at, at + OPENING_AT_ONCE).map((line) => line.open()));
      }
      return [await paced(database, lines), await burst(database, lines), await dropped(database, lines)];
    } finally {
      for (const line of lines) line.close();
      await database.end();
    }
  },
};

async function paced(database: pg.Client, lines: readonly Line[]): Promise<Row> {
  const sent: { line: Line; seq: number; sinceMs: number }[] = [];
  for (let n = 0; n < TOLD; n += 1) {
    const person = (n * 7_919) % SOCKETS;
    const line = lines[person];
    const sinceMs = performance.now();
    const [seq] = await tell(database, `${person}, ${person}`);
    if (line !== undefined && seq !== undefined) sent.push({ line, seq, sinceMs });
    await pause(Math.max(0, EVERY_MS - (performance.now() - sinceMs)));
  }
  await settled(() => sent.every(({ line, seq }) => line.arrivedMs.has(seq)));
  const took = sent.map(({ line, seq, sinceMs }) => (line.arrivedMs.get(seq) ?? Number.POSITIVE_INFINITY) - sinceMs);
  const faults = faultsOf(lines);
  const p99 = quantile(took, 0.99);
  return {
    what: WHAT,
    budget: BUDGET,
    measured: `p50 ${ms(quantile(took, 0.5))}, p99 ${ms(p99)}, ${faults} faults`,
    ratio: null,
    ok: p99 <= BUDGET_MS && faults === 0,
    notes: ['From before the INSERT is sent, so that writing, committing and announcing count, until the page has it.'],
  };
}

async function burst(database: pg.Client, lines: readonly Line[]): Promise<Row> {
  const before = lines.map(({ seqs }) => seqs.length);
  const sinceMs = performance.now();
  await tell(database, `0, ${SOCKETS - 1}`);
  const committedMs = performance.now();
  await settled(() => lines.every(({ seqs }, n) => seqs.length > (before[n] ?? 0)));
  const last = Math.max(...lines.map(({ seqs, arrivedMs }) => arrivedMs.get(seqs.at(-1) ?? 0) ?? 0));
  return information(
    `all ${SOCKETS.toLocaleString('en')} told in one commit`,
    `the last page has it ${ms(last - committedMs)} after the commit`,
    `The commit itself took ${ms(committedMs - sinceMs)}. ${faultsOf(lines)} faults.`,
  );
}

/** One page loses its line a hundred times while it is told a hundred things. */
async function dropped(database: pg.Client, lines: readonly Line[]): Promise<Row> {
  const [line] = lines;
  if (line === undefined) throw new Error('there is a line');
  const before = line.seqs.length;
  for (let n = 0; n < DROPS; n += 1) {
    line.close();
    await tell(database, '0, 0');
    await line.open();
  }
  await settled(() => line.seqs.length >= before + DROPS);
  const faults = faultsOf([line]) + Math.abs(line.seqs.length - before - DROPS);
  return {
    what: `one page dropped ${DROPS} times`,
    budget: 'none lost, doubled or out of order',
    measured: `${faults} faults`,
    ratio: null,
    ok: faults === 0,
    notes: [],
  };
}

/** Tells these students one thing each, in one commit; their new numbers. */
async function tell(database: pg.Client, fromTo: string): Promise<number[]> {
  const data = {
    title: 'One hour on topic 1',
    side: 'student',
    otherName: 'Tutor Number 1',
    startsAt: '2030-01-01T09:00:00Z',
    endsAt: '2030-01-01T10:00:00Z',
    timeZone: 'Africa/Lagos',
    otherTimeZone: 'Africa/Lagos',
    priceMinor: 0,
    currency: 'NGN',
  };
  const { rows } = await database.query<{ seq: string }>(
    `with told as (
      insert into notification_counter (person_id, last_seq)
        select ${sqlId('student', 'n')}, 1 from generate_series(${fromTo}) n
        on conflict (person_id) do update set last_seq = notification_counter.last_seq + 1
        returning person_id, last_seq
    )
    insert into notification (id, person_id, seq, kind, once_key, session_id, data, created_at)
      select gen_random_uuid(), person_id, last_seq, 'proposal_accepted', 'bench ' || last_seq, $1, $2, now() from told
      returning seq`,
    [benchId('session', 0), JSON.stringify(data)],
  );
  return rows.map(({ seq }) => Number(seq));
}

/** What is not exactly the next number, on any page. */
function faultsOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { seqs }) => sum + seqs.filter((seq, at) => seq !== at + 1).length, 0);
}

async function settled(isDone: () => boolean): Promise<void> {
  const until = performance.now() + LATEST_MS;
  while (!isDone() && performance.now() < until) await pause(5);
}
