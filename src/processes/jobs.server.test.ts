import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '#tests/support/database.ts';
import { allJobs, allQueues, jobHandlers } from './jobs.server.ts';
import { allSweeps } from './sweep.server.ts';

let test: TestApp;
beforeAll(async () => {
  test = await openTestApp({ engine: 'pglite' });
});
afterAll(() => test.close());

it('has one handler for every queue', () => {
  expect([...jobHandlers(test.app).keys()].toSorted()).toEqual([...allQueues].toSorted());
  expect(allQueues).toContain('charge.settled');
});

it('refuses two jobs on one queue', () => {
  const twice = [...allJobs.slice(0, 1), ...allJobs.slice(0, 1)];
  expect(() => jobHandlers(test.app, twice)).toThrow(/two jobs listen on/);
});

it('sweeps an empty database without a word', async () => {
  for (const one of allSweeps) await expect(one.run(test.app), one.name).resolves.toBeUndefined();
});
