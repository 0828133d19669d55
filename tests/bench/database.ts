import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of the bench's own on the server of TEST_DATABASE_URL or DATABASE_URL. */
export type BenchDatabase = { url: string; drop(): Promise<void> };

export function serverUrl(env: NodeJS.ProcessEnv): string | null {
  return env['TEST_DATABASE_URL'] || env['DATABASE_URL'] || null;
}

export async function makeDatabase(server: string): Promise<BenchDatabase> {
  const name = `mentorship_bench_${randomBytes(5).toString('hex')}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(server, `drop database if exists ${name} with (force)`).then(() => {}) };
}

/** Statements one after the other on one connection: temporary tables last, and `vacuum` stands alone. */
export async function runAll(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** One statement on a connection of its own. */
export async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
