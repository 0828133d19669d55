import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { describe } from 'vitest';
import { readConfig, type Config } from '#infra/config.server.ts';
import { openDatabase, type OpenDatabase } from '#infra/db/client.server.ts';
import { migrate } from '#infra/db/migrate.server.ts';
import { openJobs, type Jobs } from '#infra/jobs.server.ts';
import { createLog } from '#infra/log.server.ts';
import { sqlState } from '#infra/db/transact.server.ts';
import { forget, once } from '#infra/registry.server.ts';
import { allQueues } from '#processes/jobs.server.ts';
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts';

export type Engine = 'pglite' | 'postgresql';
export type { TestApp, TestAppOptions } from './app.ts';

const MISSING_DATABASE = '3D000';

const serverUrl = process.env.TEST_DATABASE_URL;

/** PostgreSQL takes part when TEST_DATABASE_URL names a server on which databases may be made. */
export const engines: readonly Engine[] = serverUrl === undefined ? ['pglite'] : ['pglite', 'postgresql'];

type Opened = { database: OpenDatabase; jobs: Jobs; close(): Promise<void> };

/** Writes the same tests for each database. `open` gives an app on an empty one; close it in `afterAll`. */
export function forEachEngine(
  tests: (engine: Engine, open: (options?: TestAppOptions) => Promise<TestApp>) => void,
): void {
  for (const engine of engines) {
    describe(`on ${engine}`, () => tests(engine, (options) => openTestApp({ engine, ...options })));
  }
}

/**
 * An app on an empty, migrated database of its own: PGlite in memory (one a worker, emptied when opened), or a
 * PostgreSQL database copied from a template. Paystack and mail are given, or refuse and collect.
 */
export async function openTestApp({ engine, ...options }: TestAppOptions & { engine: Engine }): Promise<TestApp> {
  const config = testConfig();
  const opened = engine === 'pglite' ? await openEmbedded(config) : await openCopy(config);
  await empty(opened.database);
  return createTestApp(opened, config, options, () => empty(opened.database));
}

function testConfig(databaseUrl?: string): Config {
  return readConfig({ APP_MODE: 'test', LOG_LEVEL: 'silent', DATA_DIR: 'memory://', DATABASE_URL: databaseUrl });
}

/** A first start takes seconds, so each worker keeps one; it ends with the worker. */
async function openEmbedded(config: Config): Promise<Opened> {
  const { database, jobs } = await once('tests.pglite', () => openMigrated(config));
  return { database, jobs, close: async () => undefined };
}

async function openMigrated(config: Config): Promise<{ database: OpenDatabase; jobs: Jobs }> {
  const log = createLog(config.logLevel);
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  await migrate(database, config.mode);
  return { database, jobs: await openJobs(database, allQueues, log) };
}

async function openCopy(base: Config): Promise<Opened> {
  const name = await copyTemplate();
  const { database, jobs } = await openMigrated({ ...base, databaseUrl: urlOf(name) });
  const close = async () => {
    await jobs.stop();
    await database.close();
    await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { database, jobs, close };
}

/** Another run, of newer migrations, may drop our template at any time: then it is made again, once. */
async function copyTemplate(): Promise<string> {
  const name = `mentorship_test_${randomUUID().replaceAll('-', '')}`;
  const copy = async () => {
    const template = await once('tests.template', makeTemplate);
    await onServer((client) => client.query(`create database ${name} template ${template}`));
  };
  await copy().catch(async (error: unknown) => {
    if (sqlState(error) !== MISSING_DATABASE) throw error;
    forget('tests.template');
    await copy();
  });
  return name;
}

/** Made once for these migrations and queues, under a lock since workers start together; older ones are dropped. */
async function makeTemplate(): Promise<string> {
  const name = `mentorship_template_${fingerprint()}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(4071970002)');
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'mentorship\\_template\\_%'`,
    );
    for (const { datname } of rows) {
      if (datname !== name) await client.query(`drop database if exists ${datname} with (force)`);
    }
    if (rows.some(({ datname }) => datname === name)) return;
    await client.query(`create database ${name}_making`);
    const { database, jobs } = await openMigrated(testConfig(urlOf(`${name}_making`)));
    await jobs.stop();
    await database.close();
    // Renamed last, so that a run stopped half-way leaves no template that looks finished.
    await client.query(`alter database ${name}_making rename to ${name}`);
  });
  return name;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const folder = new URL('../../migrations/', import.meta.url);
  const journal = readFileSync(new URL('meta/_journal.json', folder), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  for (const { tag } of entries) hash.update(readFileSync(new URL(`${tag}.sql`, folder)));
  hash.update(readFileSync(new URL('../../src/infra/jobs.server.ts', import.meta.url)));
  return hash.update(allQueues.join()).digest('hex').slice(0, 12);
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(databaseName: string): string {
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${databaseName}`;
  return url.href;
}

/**
 * Empties every table of ours and the job store, and lets their numbers begin again. As a replica, since the ledger
 * refuses DELETE to everyone else; not by TRUNCATE, which makes new files for 45 tables and takes a hundred times as long.
 */
async function empty({ db }: OpenDatabase): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(
      sql.raw(`do $$ declare ours record; begin
        for ours in select tablename from pg_tables where schemaname = 'public' and tablename <> 'installation' loop
          execute format('delete from %I', ours.tablename);
        end loop;
        for ours in select sequencename from pg_sequences where schemaname = 'public' loop
          perform setval(format('%I', ours.sequencename), 1, false);
        end loop;
        delete from pgboss.job;
        update installation set clock_offset_ms = 0;
      end $$`),
    );
  });
}
