import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { sql } from 'drizzle-orm';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Log } from '../log.server.ts';
import { lockDataDir } from './lock.server.ts';
import { PreparingClient } from './preparing-client.server.ts';
import * as schema from './schema.server.ts';

/** Both drivers answer plain SQL with `rows`. */
type WithRows<Row> = { rows: Row[] };
interface Rows extends PgQueryResultHKT {
  type: WithRows<this['row']>;
}

export type Database = PgDatabase<Rows, typeof schema>;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Reads run on either; writes ask for a `Tx`, so that they cannot be made outside a transaction. */
export type Executor = Database | Tx;

export type OpenDatabase = { db: Database; close(): Promise<void> } & (
  { engine: 'postgresql'; pool: pg.Pool; url: string } | { engine: 'pglite'; pglite: PGlite }
);

export type DatabaseOptions = { databaseUrl: string | null; dataDir: string; poolSize?: number; log: Log };

/**
 * How our statements are planned. They read few rows by index, from memory or from disks without heads: PostgreSQL's
 * defaults take a look at a random page for four in a row, and would rather read a whole table, with helpers whose start
 * and compiled code cost more than the statement.
 */
const SESSION_OPTIONS = ['timezone=UTC', 'random_page_cost=1.1', 'max_parallel_workers_per_gather=0', 'jit=off']
  .flatMap((setting) => ['-c', setting])
  .join(' ');

/** Opens PostgreSQL by URL, else the embedded database in `dataDir` (`memory://` for one that is not kept) behind its lock file. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  return options.databaseUrl === null ? openEmbedded(options) : openPostgres(options.databaseUrl, options);
}

async function openPostgres(url: string, options: DatabaseOptions): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 10_000,
    Client: PreparingClient,
    pipeline: true, // so that statements of one transaction can travel `together`
  });
  pool.on('error', (error) => options.log.warn({ err: error }, 'a database connection was lost'));
  const db = drizzlePg(pool, { schema });
  await db.execute(sql`select 1`);
  return { engine: 'postgresql', db, pool, url, close: () => pool.end() };
}

async function openEmbedded(options: DatabaseOptions): Promise<OpenDatabase> {
  const inMemory = options.dataDir.startsWith('memory://');
  const release = inMemory ? () => undefined : lockDataDir(options.dataDir);
  try {
    const folder = inMemory ? options.dataDir : join(options.dataDir, 'pglite');
    if (!inMemory) mkdirSync(folder, { recursive: true });
    const pglite = await PGlite.create({ dataDir: folder, extensions: { btree_gist, pg_trgm } });
    await pglite.exec("set timezone = 'UTC'");
    const db = drizzlePglite(pglite, { schema });
    return { engine: 'pglite', db, pglite, close: () => pglite.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}
