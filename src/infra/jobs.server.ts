import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { fromDrizzle, fromPglite, PgBoss } from 'pg-boss';
import type { OpenDatabase, Tx } from './db/client.server.ts';
import type { Log } from './log.server.ts';
import { metrics } from './metrics.server.ts';

/** A job carries ids only: what it does, it reads again when it runs. */
export type JobData = Readonly<Record<string, string>>;

export type JobHandler = (data: JobData, jobId: string) => Promise<void>;

export type Jobs = {
  /** Asks for a job in the transaction of the change that wants it: it exists exactly if that commits. */
  enqueue(tx: Tx, queue: string, data: JobData, options?: { startAfterSeconds?: number }): Promise<void>;
  /** Runs jobs in this process until `stop`. */
  work(handlers: ReadonlyMap<string, JobHandler>): Promise<void>;
  /** Jobs that are due or running now, by queue; queues with none are left out. */
  backlog(): Promise<Record<string, number>>;
  /**
   * Runs, one after the other and in this process, every due job of these queues and those that they ask for,
   * and says how many. The first that throws is given back to be tried again, and its error is thrown.
   */
  runDue(handlers: ReadonlyMap<string, JobHandler>): Promise<number>;
  stop(): Promise<void>;
};

const RETRY_LIMIT = 8;
const WORKERS_A_QUEUE = 2;
const POLL_SECONDS = 2;
const RUN_DUE_BATCH = 1;

/** Opens pg-boss on the same database, with every queue made and warmed. */
export async function openJobs(database: OpenDatabase, queues: readonly string[], log: Log): Promise<Jobs> {
  const boss = createBoss(database);
  boss.on('error', (error) => log.error({ err: error }, 'job store'));
  await boss.start();
  for (const queue of queues) await openQueue(boss, queue);
  return {
    async enqueue(tx, queue, data, options = {}) {
      const startAfter = options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds };
      const id = await boss.send(queue, data, { db: fromDrizzle(tx, sql), ...startAfter });
      if (id === null) throw new Error(`job ${queue} was not accepted`);
    },
    async work(handlers) {
      for (const [queue, handler] of handlers) await startWorkers(boss, queue, handler, log);
    },
    backlog: () => backlog(database),
    runDue: (handlers) => runDue(boss, handlers),
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

function createBoss(database: OpenDatabase): PgBoss {
  // Nothing runs by pg-boss's own cron: the sweep is ours.
  const common = { useListenNotify: true, persistWarnings: false, schedule: false } as const;
  return database.engine === 'pglite'
    ? new PgBoss({ db: fromPglite(database.pglite), backend: 'pglite', ...common })
    : new PgBoss({ connectionString: database.url, max: 4, ...common });
}

async function openQueue(boss: PgBoss, queue: string): Promise<void> {
  await boss.createQueue(queue, {
    retryLimit: RETRY_LIMIT,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 120,
    notify: true,
  });
  // The first send reads the queue's settings on pg-boss's own handle; inside a PGlite transaction that would wait for ever.
  await boss.cancel(queue, randomUUID());
}

async function startWorkers(boss: PgBoss, queue: string, handler: JobHandler, log: Log): Promise<void> {
  for (let n = 0; n < WORKERS_A_QUEUE; n += 1) await startWorker(boss, queue, handler, log);
}

async function startWorker(boss: PgBoss, queue: string, handler: JobHandler, log: Log): Promise<void> {
  const options = { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS };
  let workerId: string | null = null;
  workerId = await boss.work<JobData>(queue, options, async ([job]) => {
    if (job === undefined) return;
    // Without this a worker takes one job a wake-up, and a backlog would wait for a poll between any two.
    if (workerId !== null) boss.notifyWorker(workerId);
    const startedMs = performance.now();
    const count = (outcome: 'done' | 'failed') =>
      metrics().job({ queue, outcome, seconds: (performance.now() - startedMs) / 1000 });
    try {
      await handler(job.data, job.id);
      count('done');
    } catch (error) {
      count('failed');
      log.error({ err: error, queue, jobId: job.id, ...job.data }, 'job failed, it will be tried again');
      throw error;
    }
  });
}

/** Counted from the rows themselves: pg-boss's own figures are up to an hour old. */
async function backlog({ db }: OpenDatabase): Promise<Record<string, number>> {
  const { rows } = await db.execute<{ name: string; jobs: number }>(sql`
    select name, count(*)::int as jobs from pgboss.job
    where state in ('created', 'retry', 'active') and (state = 'active' or start_after <= now())
    group by name`);
  return Object.fromEntries(rows.map((row) => [row.name, row.jobs]));
}

async function runDue(boss: PgBoss, handlers: ReadonlyMap<string, JobHandler>): Promise<number> {
  for (let done = 0; ;) {
    const before = done;
    for (const [queue, handler] of handlers) {
      for (const job of await boss.fetch<JobData>(queue, { batchSize: RUN_DUE_BATCH })) {
        await runOne(boss, queue, handler, job);
        done += 1;
      }
    }
    if (done === before) return done;
  }
}

async function runOne(
  boss: PgBoss,
  queue: string,
  handler: JobHandler,
  job: { id: string; data: JobData },
): Promise<void> {
  try {
    await handler(job.data, job.id);
  } catch (error) {
    await boss.fail(queue, job.id, { message: String(error) });
    throw error;
  }
  await boss.complete(queue, job.id);
}
