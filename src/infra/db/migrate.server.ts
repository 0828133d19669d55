import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import { fileURLToPath } from 'node:url';
import { Mistake } from '#shared/mistake.ts';
import type { AppMode } from '../config.server.ts';
import type { OpenDatabase } from './client.server.ts';
import { installation } from './tables/installation.server.ts';
import type * as schema from './schema.server.ts';

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));
/** Any fixed number: whoever starts first migrates, the others wait. */
const MIGRATION_LOCK = 4_071_970_001;

/** The database was made for another mode: production never opens a demo's, demo never any other. */
export class WrongDatabaseMode extends Mistake {}

/** Brings the schema up to date under an advisory lock, then stamps a new database with its mode and checks an old one's. */
export async function migrate(database: OpenDatabase, mode: AppMode): Promise<void> {
  if (database.engine === 'pglite') {
    await migratePglite(database.db as PgliteDatabase<typeof schema>, { migrationsFolder });
    return stampMode(database, mode);
  }
  const client = await database.pool.connect();
  try {
    const locked = drizzle(client);
    await locked.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    try {
      await migratePg(locked, { migrationsFolder });
    } finally {
      await locked.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`);
    }
  } finally {
    client.release();
  }
  await stampMode(database, mode);
}

async function stampMode({ db }: OpenDatabase, mode: AppMode): Promise<void> {
  await db
    .insert(installation)
    .values({ id: 1, mode, clockOffsetMs: 0, createdAt: sql`now()` })
    .onConflictDoNothing();
  const [row] = await db.select({ mode: installation.mode }).from(installation);
  if (row?.mode !== mode) {
    throw new WrongDatabaseMode(
      `This database was made for APP_MODE=${row?.mode}, and APP_MODE is ${mode}. Point DATABASE_URL or DATA_DIR at another one.`,
    );
  }
}
