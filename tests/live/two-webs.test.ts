import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { availability } from '#infra/db/tables/availability.server.ts';
import { authSession } from '#infra/db/tables/accounts.server.ts';
import { CONNECTION_NAME } from '#infra/realtime/redis.server.ts';
import { instant } from '#shared/time.ts';
import { createCaller } from '../e2e/caller.ts';
import { freePort } from '../faults/victim.ts';
import { seedCast, type Cast } from '../support/cast.ts';
import { openTestApp, type TestApp } from '../support/database.ts';
import { connect, connected, signedIn, type Watcher } from '../support/live.ts';

const ENTRIES = fileURLToPath(new URL('../../src/processes/', import.meta.url));
const isBuilt = existsSync(fileURLToPath(new URL('../../build/handler.js', import.meta.url)));
const redisUrl = process.env['REDIS_URL'];
const isMissing = !process.env['TEST_DATABASE_URL'] || !redisUrl || !isBuilt;
const why = isMissing ? ' (set TEST_DATABASE_URL and REDIS_URL, and build)' : '';
const START = { timeout: 90_000, interval: 100 };
const SOON = { timeout: 20_000, interval: 20 };

type Process = { child: ChildProcess; url: string; stop(): Promise<void> };

/** As on two machines behind a balancer, with the work on a third. */
describe.skipIf(isMissing)(`two web processes and a worker${why}`, () => {
  let test: TestApp;
  let cast: Cast;
  let webs: Process[] = [];
  let worker: Process;
  let redis: Redis;
  let opened: Watcher[] = [];

  const start = async (entry: 'web' | 'worker'): Promise<Process> => {
    if (test.app.database.engine !== 'postgresql') throw new Error('this test needs PostgreSQL');
    const port = await freePort();
    const child = spawn(process.execPath, [`${ENTRIES}${entry}.ts`], {
      env: {
        PATH: process.env['PATH'],
        APP_MODE: 'test',
        LOG_LEVEL: 'error',
        PORT: String(port),
        PUBLIC_URL: 'http://localhost:3000',
        DATABASE_URL: test.app.database.url,
        REDIS_URL: redisUrl,
        SMTP_URL: 'smtp://127.0.0.1:9',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { child, url: `http://127.0.0.1:${port}`, stop };
  };

  beforeAll(async () => {
    test = await openTestApp({ engine: 'postgresql', now: instant(Date.now()).toString() });
    redis = new Redis(redisUrl ?? '');
    webs = [await start('web'), await start('web')];
    worker = await start('worker');
    for (const { url } of webs) {
      const isReady = async () => expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
      await vi.waitFor(isReady, START);
    }
  }, 120_000);
  afterAll(async () => {
    for (const one of [...webs, worker]) await one.stop();
    redis.disconnect();
    await test.close();
  });
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });
  afterEach(() => {
    for (const { socket } of opened) socket.disconnect();
    opened = [];
  });

  const enterAt = async (web: number, cookie: string, lastSeq = 0) => {
    const watcher = connect(webs[web]?.url ?? '', { cookie, origin: 'http://localhost:3000', lastSeq });
    opened.push(watcher);
    return connected(watcher);
  };
  const bookFree = async (cookie: string) => {
    const ada = createCaller(webs[0]?.url ?? '', cookie);
    const today = new Date().toISOString().slice(0, 10);
    const days = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
    const slots = await ada.get(
      `/api/mentorship/offerings/${cast.intro}/slots?from=${today}&to=${days}&tz=Africa/Lagos`,
    );
    const [scheduledAt] = (slots.body as { slots: string[] }).slots;
    const answer = await ada.act('beginMentorshipCheckout', {
      offeringId: cast.intro,
      scheduledAt,
      bookingMode: 'INSTANT',
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };

  it('tell a tutor at one what was booked at the other, and what the worker found out', async () => {
    await test.app.db
      .update(availability)
      .set({ meetingUrl: null })
      .where(eq(availability.tutorId, cast.tunde.personId));
    const [tunde, ada] = [await signedIn(test.app, cast.tunde.personId), await signedIn(test.app, cast.ada.personId)];
    const tabs = [await enterAt(0, tunde.cookie), await enterAt(1, tunde.cookie)];
    await bookFree(ada.cookie);
    for (const tab of tabs) {
      await vi.waitFor(
        () =>
          expect(tab.items.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
            '1 session_booked',
            '2 meeting_link_missing',
          ]),
        SOON,
      );
    }
  });

  it('cut the sockets of an ended auth session wherever they are', async () => {
    const ada = await signedIn(test.app, cast.ada.personId);
    const tabs = [await enterAt(0, ada.cookie), await enterAt(1, ada.cookie)];
    await test.app.db.delete(authSession).where(eq(authSession.id, ada.authSessionId));
    for (const tab of tabs) await vi.waitFor(() => expect(tab.socket.connected).toBe(false), SOON);
    for (const tab of tabs) expect(tab.cuts[0]).toBe('signed_out');
  });

  it('go on telling while Redis drops every connection', async () => {
    const [tunde, ada] = [await signedIn(test.app, cast.tunde.personId), await signedIn(test.app, cast.ada.personId)];
    const tab = await enterAt(1, tunde.cookie);
    await dropConnections(redis);
    await bookFree(ada.cookie);
    await vi.waitFor(() => expect(tab.seqs()).toEqual([1]), SOON);
    expect((await fetch(`${webs[1]?.url}/api/health/ready`)).status).toBe(200);
  });

  it('lose nothing when the database drops every listener, and let go of their sockets when they stop', async () => {
    const [tunde, ada] = [await signedIn(test.app, cast.tunde.personId), await signedIn(test.app, cast.ada.personId)];
    const tab = await enterAt(1, tunde.cookie);
    await test.app.db.execute(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mentorship live' and datname = current_database()`,
    );
    await bookFree(ada.cookie);
    await vi.waitFor(() => expect(tab.seqs()).toEqual([1]), SOON);
    await webs[1]?.stop();
    await vi.waitFor(() => expect(tab.socket.connected).toBe(false), SOON);
  });
});

/** Only those of the sockets in this database of Redis: others may work on the same server. */
async function dropConnections(redis: Redis): Promise<void> {
  const db = redis.options.db ?? 0;
  const lines = String(await redis.client('LIST')).split('\n');
  const ids = lines
    .filter((line) => line.includes(` name=${CONNECTION_NAME} `) && line.includes(` db=${db} `))
    .flatMap((line) => /^id=(\d+) /.exec(line)?.[1] ?? []);
  expect(ids.length).toBeGreaterThan(1);
  for (const id of ids) await redis.client('KILL', 'ID', id);
}
