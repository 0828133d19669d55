import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDatabase } from './database.ts';
import { startServer, type MeasuredServer } from './server.ts';
import { worldSql } from './world.ts';

/** What a measurement has to work with. Everything that it opens is closed by `close`. */
export type Bench = {
  /** Null without a PostgreSQL: the embedded database stands in where that says anything. */
  databaseUrl: string | null;
  authSecret: string;
  folder: string;
  /** The next free port of the bench's own range. */
  port(): number;
  /** The built product over a seeded world; started once, when first asked for. */
  product(): Promise<MeasuredServer>;
  say(line: string): void;
};

export type OpenBench = Bench & { close(): Promise<void> };

export async function openBench(server: string | null, firstPort: number, say: Bench['say']): Promise<OpenBench> {
  const folder = mkdtempSync(join(tmpdir(), 'mentorship-bench-'));
  const database = server === null ? null : await makeDatabase(server);
  const authSecret = randomBytes(32).toString('base64');
  let port = firstPort;
  let product: Promise<MeasuredServer> | null = null;
  const bench: Bench = {
    databaseUrl: database?.url ?? null,
    authSecret,
    folder,
    port: () => port++,
    product: () => (product ??= startProduct(bench)),
    say,
  };
  return {
    ...bench,
    async close() {
      await (await product?.catch(() => null))?.stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The settings with which the bench's processes open its database. */
export function productEnv(bench: Bench, port: number): Record<string, string> {
  return {
    APP_MODE: 'dev', // production wants the real Paystack and https
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(port),
    AUTH_SECRET: bench.authSecret,
    DATA_DIR: join(bench.folder, 'data'),
    ...(bench.databaseUrl === null ? {} : { DATABASE_URL: bench.databaseUrl }),
  };
}

async function startProduct(bench: Bench): Promise<MeasuredServer> {
  bench.say('Making the world: students, tutors, offerings, booked sessions …');
  const product = await startServer('./serve-product.ts', productEnv(bench, bench.port()));
  for (const statement of worldSql()) await product.ask('sql', statement);
  return product;
}
