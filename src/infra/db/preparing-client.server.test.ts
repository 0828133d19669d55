import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, openTestApp, type TestApp } from '#tests/support/database.ts';

describe.runIf(engines.includes('postgresql'))('a connection to PostgreSQL', () => {
  let world: TestApp;
  beforeAll(async () => void (world = await openTestApp({ engine: 'postgresql' })));
  afterAll(() => world.close());

  it('prepares a statement with parameters once, and leaves others as they are', async () => {
    await world.app.db.transaction(async (tx) => {
      for (const given of [1, 2, 3]) {
        const { rows } = await tx.execute<{ sum: number }>(sql`select ${given}::int + 40 as sum`);
        expect(rows).toEqual([{ sum: given + 40 }]);
      }
      await tx.execute(sql`select 41 as without_parameters`);
      const { rows } = await tx.execute(sql`
        select (generic_plans + custom_plans)::int as runs from pg_prepared_statements
        where statement like ${'%int + 40 as sum'} or statement like '%without_parameters'`);
      expect(rows).toEqual([{ runs: 3 }]);
    });
  });
});
