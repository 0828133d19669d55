import { Redis } from 'ioredis';
import pg from 'pg';
import { findChromium } from '#tests/support/chromium.ts';
import { Mistake } from '#shared/mistake.ts';

/** What some tests need from outside the project, and how a newcomer gets it. */
export type Outside = { readonly name: string; readonly found: boolean; readonly howToGet: string };

export type Outsides = { readonly postgresql: Outside; readonly redis: Outside; readonly browser: Outside };

const CONNECT_TIMEOUT_MS = 5_000;

/** Looks what is there. What the environment promises but does not keep is a `Mistake`: nothing is skipped by accident. */
export async function lookOutside(env: NodeJS.ProcessEnv): Promise<Outsides> {
  const { TEST_DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = env;
  if (databaseUrl) await reach('TEST_DATABASE_URL', () => greetPostgres(databaseUrl));
  if (redisUrl) await reach('REDIS_URL', () => greetRedis(redisUrl));
  return {
    postgresql: {
      name: 'PostgreSQL',
      found: Boolean(databaseUrl),
      howToGet:
        'set TEST_DATABASE_URL to a server on which databases may be made: postgres://postgres@127.0.0.1:5432/postgres',
    },
    redis: { name: 'Redis', found: Boolean(redisUrl), howToGet: 'set REDIS_URL: redis://127.0.0.1:6379' },
    browser: {
      name: 'Browser',
      found: findChromium(env) !== null,
      howToGet: 'install Chromium (apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome',
    },
  };
}

async function reach(variable: string, greet: () => Promise<unknown>): Promise<void> {
  try {
    await greet();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Mistake(
      `${variable} is set, but nothing can be reached there: ${why}\nStart it, correct the address, or unset ${variable} to skip those tests.`,
    );
  }
}

async function greetPostgres(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

async function greetRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: () => null });
  redis.on('error', () => undefined); // `connect` rejects with the same
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
