import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ok, refuse } from '#shared/result.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import type { JobHandler } from './jobs.server.ts';
import { transact } from './db/transact.server.ts';

/** Any queue that exists. */
const QUEUE = 'charge.settled';

forEachEngine((_engine, open) => {
  let test: TestApp;
  let seen: string[];
  const note: JobHandler = async ({ chargeId }) => void seen.push(chargeId ?? '');
  beforeAll(async () => {
    test = await open();
  });
  beforeEach(async () => {
    await test.reset();
    seen = [];
  });
  afterAll(() => test.close());

  const ask = (...ids: string[]) =>
    transact(test.app.db, async (tx) => {
      for (const chargeId of ids) await test.app.jobs.enqueue(tx, QUEUE, { chargeId });
      return ok(undefined);
    });

  it('keeps a job exactly if its transaction commits', async () => {
    await transact(test.app.db, async (tx) => {
      await test.app.jobs.enqueue(tx, QUEUE, { chargeId: 'rolled back' });
      return refuse('slot_taken');
    });
    await ask('kept');
    expect(await test.app.jobs.backlog()).toEqual({ [QUEUE]: 1 });
    expect(await test.app.jobs.runDue(new Map([[QUEUE, note]]))).toBe(1);
    expect(seen).toEqual(['kept']);
    expect(await test.app.jobs.backlog()).toEqual({});
  });

  it('runs the jobs that a job asks for, too', async () => {
    await ask('first');
    const asksMore: JobHandler = async (data, id) => {
      await note(data, id);
      if (data['chargeId'] === 'first') await ask('second');
    };
    expect(await test.app.jobs.runDue(new Map([[QUEUE, asksMore]]))).toBe(2);
    expect(seen).toEqual(['first', 'second']);
  });

  it('leaves a job that is not due yet', async () => {
    await transact(test.app.db, async (tx) => {
      await test.app.jobs.enqueue(tx, QUEUE, { chargeId: 'later' }, { startAfterSeconds: 3600 });
      return ok(undefined);
    });
    expect(await test.app.jobs.runDue(new Map([[QUEUE, note]]))).toBe(0);
    expect(await test.app.jobs.backlog()).toEqual({});
  });

  it('keeps a job whose handler throws, and says so', async () => {
    await ask('unlucky');
    const fails: JobHandler = () => Promise.reject(new Error('no luck'));
    await expect(test.app.jobs.runDue(new Map([[QUEUE, fails]]))).rejects.toThrow('no luck');
    expect(seen).toEqual([]);
  });
});
