import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, it } from 'vitest';
import type { App } from '#infra/app.server.ts';
import { trialBalance } from '#features/ledger/queries.server.ts';
import { openApp } from '#processes/open-app.server.ts';
import { seedWorld } from '#tests/world/seed.ts';

const TABLES = ['person', 'offering', 'session', 'taken_time', 'session_event', 'charge', 'ledger_entry'];
const START_MS = 120_000;

/** How many rows each table has, and what every account holds: the same before a backup and after its restore. */
async function inventory({ db }: App) {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await db.execute<{ rows: number }>(sql.raw(`select count(*)::int as rows from ${table}`));
    counts[table] = rows[0]?.rows ?? 0;
  }
  return { counts, books: await trialBalance(db) };
}

/** Opens, does one thing, closes: as a stopped process leaves it. */
async function within<T>(env: Record<string, string>, work: (app: App) => Promise<T>): Promise<T> {
  const { app, close } = await openApp({ APP_MODE: 'test', LOG_LEVEL: 'error', ...env });
  try {
    return await work(app);
  } finally {
    await close();
  }
}

/** The database still refuses what it must: money that does not balance, entries that are changed, time taken twice. */
async function stillGuarded({ db }: App): Promise<void> {
  await expect(db.execute(sql`update ledger_entry set amount_minor = amount_minor + 1`)).rejects.toThrow();
  await expect(
    db.execute(sql`
      insert into taken_time (session_id, person_id, during)
      select other.id, taken.person_id, taken.during from taken_time taken
      join session other on other.id <> taken.session_id limit 1`),
  ).rejects.toThrow();
}

it(
  'keeps everything of an embedded database in a copy of its folder',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mentorship-backup-'));
    const [data, copy] = [join(folder, 'data'), join(folder, 'copy')];
    try {
      const before = await within({ DATA_DIR: data }, async (app) => {
        await seedWorld(app);
        return inventory(app);
      });
      expect(before.counts['session']).toBeGreaterThan(0);

      cpSync(data, copy, { recursive: true });
      rmSync(data, { recursive: true });

      await within({ DATA_DIR: copy }, async (app) => {
        expect(await inventory(app)).toEqual(before);
        await stillGuarded(app);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  START_MS,
);

const serverUrl = process.env['TEST_DATABASE_URL'];
const hasTools = serverUrl !== undefined && spawnSync('pg_dump', ['--version']).status === 0;

// Left out, not skipped, where PostgreSQL or its tools are missing: bin/test counts the PostgreSQL suites by itself.
if (hasTools) {
  it(
    'keeps everything of a PostgreSQL database in a dump, on postgresql',
    async () => {
      const name = `mentorship_backup_${randomUUID().replaceAll('-', '')}`;
      const folder = mkdtempSync(join(tmpdir(), 'mentorship-dump-'));
      const dump = join(folder, 'mentorship.dump');
      const [from, to] = [urlOf(name), urlOf(`${name}_restored`)];
      try {
        await onServer(`create database ${name}`);
        const before = await within({ DATABASE_URL: from }, async (app) => {
          await seedWorld(app);
          return inventory(app);
        });
        execFileSync('pg_dump', ['--format=custom', `--file=${dump}`, from]);

        await onServer(`create database ${name}_restored`);
        execFileSync('pg_restore', ['--clean', '--if-exists', '--exit-on-error', '--dbname', to, dump]);

        await within({ DATABASE_URL: to }, async (app) => {
          expect(await inventory(app)).toEqual(before);
          await stillGuarded(app);
        });
      } finally {
        await onServer(`drop database if exists ${name} with (force)`);
        await onServer(`drop database if exists ${name}_restored with (force)`);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    START_MS,
  );
}

function urlOf(name: string): string {
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
