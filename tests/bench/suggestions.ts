import type { Bench } from './bench.ts';
import { drive, drivePaced, type Ask, type Reply } from './load.ts';
import { digits, median, ms, quantile } from './numbers.ts';
import { skipped, type Measurement, type Row } from './row.ts';
import { startServer, type MeasuredServer } from './server.ts';
import { benchId, COURSES, OFFERINGS } from './world.ts';

const ROUNDS = 7;
const REQUESTS_A_ROUND = 3_000;
const CONNECTIONS = 16;
const PACED_ROUNDS = 5;
const PACED_SECONDS = 1.5;
const POOL_SIZE = 10;
const WHAT = 'GET /api/mentorship/suggestions';
const BUDGET = '≥ 50 % of bare node:http; p99 < 10 ms at half load';

/** The product's public read against the least that could answer the same query. */
export const suggestions: Measurement = {
  name: 'suggestions',
  async run(bench) {
    if (bench.databaseUrl === null) return [skipped(WHAT, BUDGET, 'Two servers cannot share an embedded database.')];
    const product = await bench.product();
    const bare = await startBare(bench, product);
    try {
      return await compare(product, bare);
    } finally {
      await bare.stop();
    }
  },
};

async function compare(product: MeasuredServer, bare: MeasuredServer): Promise<Row[]> {
  await drive(bare.port, asks(REQUESTS_A_ROUND), CONNECTIONS);
  await drive(product.port, asks(REQUESTS_A_ROUND), CONNECTIONS);
  const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await rate(bare));
    rates.ours.push(await rate(product));
  }
  const ratio = median(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? 1)));
  const half = median(rates.ours) / 2;
  const p99: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round < PACED_ROUNDS; round += 1) {
    p99.bare.push(await pacedP99(bare, half));
    p99.ours.push(await pacedP99(product, half));
  }
  const tail = median(p99.ours);
  return [
    {
      what: `${WHAT}, throughput`,
      budget: '≥ 50 % of bare node:http',
      measured: `${digits(median(rates.ours))}/s against ${digits(median(rates.bare))}/s`,
      ratio,
      ok: ratio >= 0.5,
      notes: [
        `${OFFERINGS} offerings over ${COURSES} courses; ${CONNECTIONS} connections; median of ${ROUNDS} rounds in turn, ${REQUESTS_A_ROUND} requests each.`,
        'Bare: the very same statement, prepared, with a pool of the same size, rows straight to JSON.',
      ],
    },
    {
      what: `${WHAT}, p99 at half load`,
      budget: '< 10 ms',
      measured: ms(tail),
      ratio: tail / median(p99.bare),
      ok: tail < 10,
      notes: [`At ${digits(half)} requests a second; the bare server at the same rate: ${ms(median(p99.bare))}.`],
    },
  ];
}

async function startBare(bench: Bench, product: MeasuredServer): Promise<MeasuredServer> {
  const [ask] = asks(1);
  if (ask === undefined) throw new Error('one request to trace');
  await drive(product.port, [ask], 1);
  await product.ask('beginTrace');
  await drive(product.port, [ask], 1);
  const statements = await product.ask('endTrace');
  const [statement] = statements;
  if (statement === undefined || statements.length !== 1) {
    throw new Error(`a suggestions request sent ${statements.length} statements, not one`);
  }
  const courseId = new URL(ask.path, 'http://localhost').searchParams.get('courseId');
  const places = statement.values.flatMap((value, index) => (value === courseId ? [index] : []));
  return startServer('./serve-bare.ts', {
    DATABASE_URL: bench.databaseUrl ?? '',
    PORT: String(bench.port()),
    POOL_SIZE: String(POOL_SIZE),
    QUERY_TEXT: statement.text,
    QUERY_VALUES: JSON.stringify(statement.values),
    PLACE: JSON.stringify(places),
  });
}

async function rate(server: MeasuredServer): Promise<number> {
  const { replies, perSecond } = await drive(server.port, asks(REQUESTS_A_ROUND), CONNECTIONS);
  expectOk(replies);
  return perSecond;
}

async function pacedP99(server: MeasuredServer, perSecond: number): Promise<number> {
  const count = Math.max(100, Math.round(perSecond * PACED_SECONDS));
  const { replies } = await drivePaced(server.port, asks(count), { perSecond, connections: CONNECTIONS * 2 });
  expectOk(replies);
  return quantile(
    replies.map((reply) => reply.ms),
    0.99,
  );
}

function asks(count: number): Ask[] {
  return Array.from({ length: count }, (_, n) => ({
    path: `/api/mentorship/suggestions?courseId=${benchId('course', n % COURSES)}`,
  }));
}

function expectOk(replies: readonly Reply[]): void {
  const wrong = replies.find((reply) => reply.status !== 200 || !reply.text().includes('"suggestions":[{'));
  if (wrong !== undefined) throw new Error(`suggestions answered ${wrong.status}: ${wrong.text().slice(0, 200)}`);
}
