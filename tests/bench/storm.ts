import { setTimeout as pause } from 'node:timers/promises';
import { drive, type Reply } from './load.ts';
import { digits, median, ms } from './numbers.ts';
import { skipped, type Measurement } from './row.ts';
import type { MeasuredServer } from './server.ts';
import { bookingAsk, forgetHolds, startMs } from './wishes.ts';

const STUDENTS = 64;
const ROUNDS = 12;
/** PostgreSQL hands its counters over about once a second. */
const COUNTERS_MS = 1_500;
const WHAT = `${STUDENTS} students on one slot`;
const BUDGET = '1 winner, 0 deadlocks, losers ≤ 2 × winner';

type Round = { winners: number; refused: number; winnerMs: number; slowestLoserMs: number };

/** Everybody wants the same hour at once. */
export const storm: Measurement = {
  name: 'storm',
  async run(bench) {
    if (bench.databaseUrl === null) return [skipped(WHAT, BUDGET, 'With one connection there is no race.')];
    const product = await bench.product();
    await runRound(product, bench.authSecret, ROUNDS); // the first one opens connections
    const before = await deadlocks(product);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runRound(product, bench.authSecret, round));
    const dead = (await deadlocks(product)) - before;
    const ratio = median(rounds.map(({ slowestLoserMs, winnerMs }) => slowestLoserMs / winnerMs));
    const isFair = rounds.every(({ winners, refused }) => winners === 1 && refused === STUDENTS - 1);
    return [
      {
        what: WHAT,
        budget: BUDGET,
        measured: `${isFair ? '1 winner' : `winners ${rounds.map(({ winners }) => winners).join(' ')}`}, ${dead} deadlocks, ${digits(ratio)} ×`,
        ratio,
        ok: isFair && dead === 0 && ratio <= 2,
        notes: [
          `Median of ${ROUNDS} rounds: the winner is answered after ${ms(median(rounds.map(({ winnerMs }) => winnerMs)))}, the last of the others after ${ms(median(rounds.map(({ slowestLoserMs }) => slowestLoserMs)))}, each with 409 slot_taken and other free times.`,
        ],
      },
    ];
  },
};

async function runRound(product: MeasuredServer, authSecret: string, round: number): Promise<Round> {
  const asks = Array.from({ length: STUDENTS }, (_, student) =>
    bookingAsk(authSecret, 1_000 + student, round, startMs(round)),
  );
  const { replies } = await drive(product.port, asks, STUDENTS);
  await forgetHolds(product);
  const winners = replies.filter(({ status }) => status === 200);
  const refused = replies.filter((reply) => reply.status === 409 && reply.text().includes('slot_taken'));
  const odd = replies.find((reply) => !winners.includes(reply) && !refused.includes(reply));
  if (odd !== undefined) throw new Error(`a booking was answered ${odd.status}: ${odd.text().slice(0, 200)}`);
  return {
    winners: winners.length,
    refused: refused.length,
    winnerMs: slowest(winners),
    slowestLoserMs: slowest(refused),
  };
}

function slowest(replies: readonly Reply[]): number {
  return Math.max(...replies.map((reply) => reply.ms));
}

async function deadlocks(product: MeasuredServer): Promise<number> {
  await pause(COUNTERS_MS);
  const [row] = (await product.ask(
    'sql',
    `select deadlocks::int as count from pg_stat_database where datname = current_database()`,
  )) as { count: number }[];
  return row?.count ?? 0;
}
