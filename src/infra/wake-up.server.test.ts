import { expect, test, vi } from 'vitest';
import { engines, openTestApp } from '#tests/support/database.ts';
import { openDatabase, type Database } from './db/client.server.ts';
import { migrate } from './db/migrate.server.ts';
import { openJobs, type Jobs } from './jobs.server.ts';
import { createLog } from './log.server.ts';

const QUEUE = 'notifications.mail';
/** More than a queue has workers. */
const BURST = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
/** Far below the half minute after which an idle worker looks by itself. */
const SOON = { timeout: 20_000, interval: 20 };

test.for(engines)('a burst of jobs in one commit is worked off at one wake-up, on %s', async (engine) => {
  const { db, jobs, close } = engine === 'pglite' ? await openEmbedded() : await openServer();
  try {
    const ran: string[] = [];
    await jobs.work(new Map([[QUEUE, async ({ name }) => void ran.push(name ?? '')]]));
    await enqueue(db, jobs, ['first']);
    await vi.waitFor(() => expect(ran).toEqual(['first']), SOON);
    await enqueue(db, jobs, BURST);
    await vi.waitFor(() => expect([...ran].sort()).toEqual(['first', ...BURST].sort()), SOON);
  } finally {
    await close();
  }
});

function enqueue(db: Database, jobs: Jobs, names: readonly string[]): Promise<void> {
  return db.transaction(async (tx) => {
    for (const name of names) await jobs.enqueue(tx, QUEUE, { name });
  });
}

type Opened = { db: Database; jobs: Jobs; close(): Promise<void> };

/** One of its own: workers of the shared one would take other tests' jobs. */
async function openEmbedded(): Promise<Opened> {
  const log = createLog('silent');
  const database = await openDatabase({ databaseUrl: null, dataDir: 'memory://', log });
  await migrate(database, 'test');
  const jobs = await openJobs(database, [QUEUE], log);
  const close = async () => {
    await jobs.stop();
    await database.close();
  };
  return { db: database.db, jobs, close };
}

async function openServer(): Promise<Opened> {
  const { app, close } = await openTestApp({ engine: 'postgresql' });
  return { db: app.db, jobs: app.jobs, close };
}
