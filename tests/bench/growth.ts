import { openApp, type OpenApp } from '#processes/open-app.server.ts';
import { productEnv, type Bench } from './bench.ts';
import { makeDatabase, runAll } from './database.ts';
import { LAST_PAGE, lists, pages } from './growth-queries.ts';
import { growthSql, LARGE, SMALL, type Size } from './growth-world.ts';
import { median, ms } from './numbers.ts';
import { skipped, type Measurement, type Row } from './row.ts';

const ROUNDS = 61;
const WARM_UP = 15;
const GROWTH_BUDGET = 1.5;
const PAGE_BUDGET = 1.2;

/** What a hundred times as many offerings, people and sessions cost each read. */
export const growth: Measurement = {
  name: 'growth',
  async run(bench) {
    if (bench.databaseUrl === null) return [skipped('growth', `≤ ${GROWTH_BUDGET} ×`, 'Needs PostgreSQL.')];
    const small = await openWorld(bench, SMALL);
    const large = await openWorld(bench, LARGE);
    try {
      return [...(await grown(small, large)), ...(await lastPages(large))];
    } finally {
      await small.close();
      await large.close();
    }
  },
};

async function grown(small: OpenApp, large: OpenApp): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, ask } of lists) {
    const [few, many] = await inTurn(
      () => ask(small.app, SMALL),
      () => ask(large.app, LARGE),
    );
    rows.push({
      what: `${what}, 100 k against 1 k`,
      budget: `≤ ${GROWTH_BUDGET} ×`,
      measured: `${ms(many.ms)} against ${ms(few.ms)}`,
      ratio: many.ratioTo(few),
      ok: many.ratioTo(few) <= GROWTH_BUDGET,
      notes: [`A page of ${many.found} and ${few.found}; medians of ${ROUNDS} calls in turn, in this process.`],
    });
  }
  return rows;
}

async function lastPages({ app }: OpenApp): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, first, last } of await pages(app)) {
    const [one, other] = await inTurn(
      () => first(),
      () => last(),
    );
    rows.push({
      what: `${what}, page ${LAST_PAGE.toLocaleString('en')} against page 1`,
      budget: `≤ ${PAGE_BUDGET} ×`,
      measured: `${ms(other.ms)} against ${ms(one.ms)}`,
      ratio: other.ratioTo(one),
      ok: other.ratioTo(one) <= PAGE_BUDGET,
      notes: [],
    });
  }
  return rows;
}

type Timed = { ms: number; found: number; ratioTo(other: Timed): number };

/** Medians of two questions asked in turn, so that whatever else the machine does falls on both. */
async function inTurn(one: () => Promise<number>, other: () => Promise<number>): Promise<[Timed, Timed]> {
  const times: [number[], number[]] = [[], []];
  const found: [number, number] = [0, 0];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [side, ask] of [one, other].entries()) {
      const startedMs = performance.now();
      found[side as 0 | 1] = await ask();
      if (round >= 0) times[side as 0 | 1].push(performance.now() - startedMs);
    }
  }
  return [timed(times[0], found[0]), timed(times[1], found[1])];
}

function timed(times: readonly number[], found: number): Timed {
  const middle = median(times);
  return { ms: middle, found, ratioTo: (other) => middle / other.ms };
}

async function openWorld(bench: Bench, size: Size): Promise<OpenApp> {
  const database = await makeDatabase(bench.databaseUrl ?? '');
  bench.say(`Making a world of ${size.offerings.toLocaleString('en')} offerings …`);
  const { app, close } = await openApp({ ...productEnv(bench, 0), DATABASE_URL: database.url, PORT: '4800' });
  await runAll(database.url, growthSql(size));
  return { app, close: () => close().finally(() => database.drop()) };
}
