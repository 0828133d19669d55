import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sweep } from '#infra/job-definition.server.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { sweep } from './sweep.server.ts';

const nothing: Sweep = { name: 'nothing', run: async () => undefined };

/** A sweep that stays under way until it is let go. */
function gate() {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const one: Sweep = {
    name: 'gate',
    async run() {
      begin();
      await released;
    },
  };
  return { one, begun, release };
}

forEachEngine((engine, open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await open();
  });
  afterAll(() => test.close());

  it('runs every sweep in order, also after one that fails', async () => {
    const ran: string[] = [];
    const note = (name: string): Sweep => ({ name, run: async () => void ran.push(name) });
    const fails: Sweep = { name: 'fails', run: () => Promise.reject(new Error('no luck')) };
    expect(await sweep(test.app, { sweeps: [note('first'), fails, note('last')] })).toBe(true);
    expect(ran).toEqual(['first', 'last']);
  });

  it('never runs two at once: one waits, one goes away', async () => {
    const { one, begun, release } = gate();
    const ran: string[] = [];
    const first = sweep(test.app, { sweeps: [one] }).then(() => ran.push('first'));
    await begun;
    expect(await sweep(test.app, { wait: false, sweeps: [nothing] })).toBe(false);
    const second = sweep(test.app, { sweeps: [nothing] }).then(() => ran.push('second'));
    expect(ran).toEqual([]);
    release();
    await Promise.all([first, second]);
    expect(ran).toEqual(['first', 'second']);
  });

  // PGlite has one process only: there is nothing to test, and so nothing to skip.
  if (engine === 'pglite') return;
  it('leaves it to another process that sweeps already', async () => {
    if (test.app.database.engine !== 'postgresql') throw new Error('this test is for PostgreSQL');
    const elsewhere = await test.app.database.pool.connect();
    await elsewhere.query('select pg_advisory_lock(4071970003)');
    expect(await sweep(test.app, { wait: false, sweeps: [nothing] })).toBe(false);
    await elsewhere.query('select pg_advisory_unlock(4071970003)');
    elsewhere.release();
    expect(await sweep(test.app, { wait: false, sweeps: [nothing] })).toBe(true);
    const { rows } = await test.app.db.execute<{ locks: number }>(
      sql`select count(*)::int as locks from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(rows[0]?.locks).toBe(0);
  });
});
