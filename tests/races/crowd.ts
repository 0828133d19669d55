import { expect } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { openDatabase, type Database } from '#infra/db/client.server.ts';
import { sqlState } from '#infra/db/transact.server.ts';
import { findBroken } from '#tests/simulator/invariants/all.ts';
import { openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { addPerson } from '#tests/support/cast.ts';
import { openTestApp } from '#tests/support/database.ts';

/** Enough connections that a crowd really meets in the database and does not queue before it. */
const POOL_SIZE = 32;
const DEADLOCK = '40P01';

export type Crowd = PaidWorld & {
  /** Transactions that PostgreSQL ended as a deadlock's victim since the last `reset`, whether or not they were tried again. */
  deadlocks(): number;
};

/** A world on PostgreSQL with many connections, in which deadlocks are counted. */
export async function openCrowd(): Promise<Crowd> {
  const world = await openWithPaystack((options) => openTestApp({ engine: 'postgresql', ...options }));
  const { database, log } = world.app;
  if (database.engine !== 'postgresql') throw new Error('races are run on PostgreSQL');
  const wide = await openDatabase({ databaseUrl: database.url, dataDir: '', poolSize: POOL_SIZE, log });
  let deadlocks = 0;
  const db = countingDeadlocks(wide.db, () => (deadlocks += 1));
  return {
    ...world,
    app: { ...world.app, database: { ...wide, db }, db },
    deadlocks: () => deadlocks,
    async reset() {
      await world.reset();
      deadlocks = 0;
    },
    async close() {
      await wide.close();
      await world.close();
    },
  };
}

function countingDeadlocks(db: Database, count: () => void): Database {
  const transaction: Database['transaction'] = async (work, config) => {
    try {
      return await db.transaction(work, config);
    } catch (error) {
      if (sqlState(error) === DEADLOCK) count();
      throw error;
    }
  };
  return new Proxy(db, {
    get(target, key) {
      if (key === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

export async function addStudents(app: App, count: number): Promise<Actor[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => addPerson(app, `Student ${at}`, 'STUDENT')));
}

export function times<T>(count: number, work: (at: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: count }, (_, at) => work(at));
}

/** However it went: no half-made rows, nobody double-booked, every kobo accounted for. */
export async function expectSound({ app, clock }: Crowd): Promise<void> {
  expect(await findBroken(app.db, clock.now())).toEqual([]);
}
