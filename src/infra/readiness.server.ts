import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { App } from './app.server.ts';

const ASK_MS = 3_000;

export type Readiness = { database: boolean; migrations: boolean; jobs: boolean };

/** Whether this process can do its work: the database answers, its schema is ours, the job store stands. */
export async function readiness(app: App): Promise<Readiness> {
  const database = await answers(app, () => app.db.execute(sql`select 1`));
  if (!database) return { database, migrations: false, jobs: false };
  const migrations = await answers(app, () => expectMigrated(app));
  const jobs = await answers(app, () => app.jobs.backlog());
  return { database, migrations, jobs };
}

async function expectMigrated({ db }: App): Promise<void> {
  const { rows } = await db.execute<{ applied: number }>(
    sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
  );
  const applied = rows[0]?.applied ?? 0;
  if (applied < expectedMigrations()) throw new Error(`${applied} of ${expectedMigrations()} migrations are applied`);
}

let expected: number | null = null;

function expectedMigrations(): number {
  const journal = new URL('../../migrations/meta/_journal.json', import.meta.url);
  expected ??= (JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] }).entries.length;
  return expected;
}

/** A question that gets no answer in time is a no; why is in the log. */
async function answers(app: App, ask: () => Promise<unknown>): Promise<boolean> {
  const timeout = AbortSignal.timeout(ASK_MS);
  const tooLong = new Promise<never>((_resolve, reject) => {
    timeout.addEventListener('abort', () => reject(timeout.reason as Error));
  });
  try {
    await Promise.race([ask(), tooLong]);
    return true;
  } catch (error) {
    app.log.error({ err: error }, 'not ready');
    return false;
  }
}
