import { setTimeout as pause } from 'node:timers/promises';
import { refreshStaleNextSlots } from '#features/availability/commands/next-slots.server.ts';
import * as meetings from '#features/meetings/jobs.server.ts';
import * as membership from '#features/membership/jobs.server.ts';
import * as notifications from '#features/notifications/jobs.server.ts';
import * as payments from '#features/payments/jobs.server.ts';
import * as sessions from '#features/sessions/jobs.server.ts';
import type { App } from '#infra/app.server.ts';
import { once } from '#infra/registry.server.ts';
import type { Sweep } from '#infra/job-definition.server.ts';

/** Every feature's sweeps, in the order in which one makes work for the next. A feature adds its own in one line. */
export const allSweeps: readonly Sweep[] = [
  ...payments.sweeps,
  ...sessions.sweeps,
  ...meetings.sweeps,
  ...notifications.sweeps,
  ...membership.sweeps,
  { name: 'next slots that have passed', run: async (app) => void (await refreshStaleNextSlots(app)) },
];

/** Any fixed number: one process sweeps, the others leave it alone. */
const SWEEP_LOCK = 4_071_970_003;
const SWEEP_EVERY_MS = 60_000;

type Turn = { last: Promise<unknown>; waiting: number };

/**
 * Looks once through everything whose time has come. Never two at once, in no process: with `wait` it runs after the
 * one that is under way, without it returns `false`. One sweep that fails is logged and does not stop the others.
 */
export async function sweep(app: App, { wait = true, sweeps = allSweeps } = {}): Promise<boolean> {
  const turn = turnOf(app);
  if (turn.waiting > 0 && !wait) return false;
  turn.waiting += 1;
  const mine = turn.last.then(() => withSweepLock(app, wait, () => runAll(app, sweeps)));
  turn.last = mine.catch(() => undefined); // `mine` itself carries the error to whoever asked
  try {
    return await mine;
  } finally {
    turn.waiting -= 1;
  }
}

/** Sweeps once a minute until the returned function is called; that waits for the one under way. */
export function startSweeping(app: App): () => Promise<void> {
  const stopping = new AbortController();
  const running = sweepForever(app, stopping.signal);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function sweepForever(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweep(app, { wait: false });
      await pause(SWEEP_EVERY_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      app.log.error({ err: error }, 'the sweep could not begin');
      await pause(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined); // only ever aborted
    }
  }
}

function turnOf(app: App): Turn {
  const turns = once('sweep.turns', () => new WeakMap<object, Turn>());
  const turn = turns.get(app.database) ?? { last: Promise.resolve(), waiting: 0 };
  turns.set(app.database, turn);
  return turn;
}

async function runAll(app: App, sweeps: readonly Sweep[]): Promise<void> {
  await app.clock.refresh();
  for (const one of sweeps) {
    try {
      await one.run(app);
    } catch (error) {
      app.log.error({ err: error, sweep: one.name }, 'a sweep failed, it runs again in a minute');
    }
  }
}

/** On PGlite this process is the only one; on PostgreSQL a session lock, which dies with its holder, keeps the others out. */
async function withSweepLock(app: App, wait: boolean, work: () => Promise<void>): Promise<boolean> {
  if (app.database.engine === 'pglite') {
    await work();
    return true;
  }
  const client = await app.database.pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      wait ? 'select pg_advisory_lock($1) is not null as locked' : 'select pg_try_advisory_lock($1) as locked',
      [SWEEP_LOCK],
    );
    if (rows[0]?.locked !== true) return false;
    try {
      await work();
      return true;
    } finally {
      await client.query('select pg_advisory_unlock($1)', [SWEEP_LOCK]);
    }
  } finally {
    client.release();
  }
}
