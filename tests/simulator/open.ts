import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { readConfig, type Config } from '#infra/config.server.ts';
import { openDatabase, type OpenDatabase } from '#infra/db/client.server.ts';
import { migrate } from '#infra/db/migrate.server.ts';
import { createLog } from '#infra/log.server.ts';
import { createJobTable } from './jobs.ts';

export type Engine = 'pglite' | 'postgresql';

export type Stage = {
  config: Config;
  database: OpenDatabase;
  /** Back to no rows at all. */
  empty(): Promise<void>;
  close(): Promise<void>;
};

/** An empty database for stories: PGlite in memory, or one of its own on the PostgreSQL server at `serverUrl`. */
export async function openStage(engine: Engine, serverUrl: string | undefined): Promise<Stage> {
  return engine === 'pglite' ? openOn(null, async () => undefined) : openOnServer(serverUrl);
}

async function openOnServer(serverUrl: string | undefined): Promise<Stage> {
  if (serverUrl === undefined)
    throw new Error('PostgreSQL needs TEST_DATABASE_URL, a server on which databases may be made');
  const name = `mentorship_simulator_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => onServer(serverUrl, `drop database if exists ${name} with (force)`);
  try {
    return await openOn(url.href, drop);
  } catch (error) {
    await drop();
    throw error;
  }
}

async function openOn(databaseUrl: string | null, drop: () => Promise<void>): Promise<Stage> {
  const env = { APP_MODE: 'test', LOG_LEVEL: 'silent', DATA_DIR: 'memory://' };
  const config = readConfig({ ...env, DATABASE_URL: databaseUrl ?? undefined });
  const log = createLog(config.logLevel);
  const database = await openDatabase({ databaseUrl, dataDir: config.dataDir, log });
  await migrate(database, config.mode);
  await createJobTable(database.db);
  return {
    config,
    database,
    empty: () => empty(database),
    async close() {
      await database.close();
      await drop();
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** As a replica, since the ledger refuses TRUNCATE to everyone else. */
async function empty({ db }: OpenDatabase): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    const { rows } = await tx.execute<{ name: string }>(
      sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'installation'`,
    );
    const names = [...rows.map((row) => row.name), 'simulator.job'];
    await tx.execute(sql.raw(`truncate ${names.join(', ')} restart identity cascade`));
  });
}
