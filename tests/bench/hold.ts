import type { Bench } from './bench.ts';
import type { Statement } from './messages.ts';
import { digits, median, ms } from './numbers.ts';
import { hasPgbench, openRunner, type Runner } from './pgbench.ts';
import { replayScript, type TracedHold } from './replay.ts';
import { information, skipped, type Measurement, type Row } from './row.ts';
import type { MeasuredServer } from './server.ts';
import { forgetHolds, holdAll, hourOf, MAX_WISHES, startMs } from './wishes.ts';
import { benchId, COURSES, OFFERINGS, TUTORS } from './world.ts';

const ROUNDS = 7;
const HOLDS_A_ROUND = 400;
const CONNECTIONS = 8;
const WHAT = 'hold a slot over HTTP';
const BUDGET = '≥ 50 % of the same SQL';
/** Far from those that the rounds book, and with a tutor of its own hour. */
const TRACED = MAX_WISHES - 1;

/** A whole booking request against the database doing the same without us. */
export const hold: Measurement = {
  name: 'hold',
  async run(bench) {
    if (bench.databaseUrl === null) return [skipped(WHAT, BUDGET, 'pgbench cannot share an embedded database.')];
    const product = await bench.product();
    const { statements, traced } = await traceHold(bench, product);
    const runner = openRunner(bench, replayScript(statements, traced));
    return compare(bench, product, runner, statements);
  },
};

async function compare(bench: Bench, product: MeasuredServer, runner: Runner, sent: Statement[]): Promise<Row[]> {
  const rates: { ours: number[]; theirs: number[]; cpuMs: number[]; latencyMs: number[] } = {
    ours: [],
    theirs: [],
    cpuMs: [],
    latencyMs: [],
  };
  const ours = async () => {
    const before = await product.ask('cpuMs');
    const { perSecond, replies } = await holdAll(product, bench.authSecret, {
      from: 0,
      count: HOLDS_A_ROUND,
      connections: CONNECTIONS,
    });
    rates.ours.push(perSecond);
    rates.cpuMs.push(((await product.ask('cpuMs')) - before) / HOLDS_A_ROUND);
    rates.latencyMs.push(median(replies.map((reply) => reply.ms)));
    await forgetHolds(product);
  };
  const theirs = async () => {
    rates.theirs.push(await runner.run(HOLDS_A_ROUND, CONNECTIONS));
    await forgetHolds(product);
  };
  await ours();
  await theirs();
  for (const list of Object.values(rates)) list.length = 0; // the first round only warmed up
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever comes second finds a warmer cache, so they take turns at that, too.
    for (const one of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await one();
  }
  const ratio = median(rates.ours.map((rate, round) => rate / (rates.theirs[round] ?? 1)));
  return [
    {
      what: WHAT,
      budget: BUDGET,
      measured: `${digits(median(rates.ours))}/s against ${digits(median(rates.theirs))}/s`,
      ratio,
      ok: ratio >= 0.5,
      notes: [
        `Session cookie, validation, one transaction, job row, payment page recorded; ${CONNECTIONS} connections; median of ${ROUNDS} rounds in turn, ${HOLDS_A_ROUND} holds each.`,
        `Against ${runner.name} sending the ${sent.length} statements of one request as they were traced, in the same transactions.`,
        'Paystack is answered at once within our process: its own time is not ours to measure, and is no part of this.',
      ],
    },
    information(
      'hold: the product alone',
      `${ms(median(rates.cpuMs))} CPU, ${sent.length} round trips a request`,
      `Median answer ${ms(median(rates.latencyMs))} with ${CONNECTIONS} students at once.`,
    ),
  ];
}

/** Books once and keeps what was sent to the database for it. */
async function traceHold(bench: Bench, product: MeasuredServer) {
  await forgetHolds(product);
  // The first booking of a process also reads what later ones remember.
  await holdAll(product, bench.authSecret, { from: TRACED - 1, count: 1, connections: 1 });
  await product.ask('beginTrace');
  await holdAll(product, bench.authSecret, { from: TRACED, count: 1, connections: 1 });
  const statements = await product.ask('endTrace');
  const [row] = (await product.ask(
    'sql',
    `select s.id, c.id as charge, c.reference from session s join charge_line l on l.session_id = s.id
      join charge c on c.id = l.charge_id where s.student_id = '${benchId('student', TRACED)}' and s.status = 'PENDING_PAYMENT'`,
  )) as { id: string; charge: string; reference: string }[];
  if (row === undefined) throw new Error('the traced hold was not found');
  await forgetHolds(product);
  const traced: TracedHold = {
    startMs: startMs(hourOf(TRACED)),
    student: benchId('student', TRACED),
    tutor: benchId('tutor', TRACED % TUTORS),
    offering: benchId('offering', TRACED % OFFERINGS),
    course: benchId('course', TRACED % COURSES),
    token: `bench-token-${TRACED}`,
    session: row.id,
    charge: row.charge,
    reference: row.reference,
  };
  if (bench.folder !== '' && !hasPgbench()) bench.say('pgbench is not installed: the same SQL runs through bare pg.');
  return { statements, traced };
}
