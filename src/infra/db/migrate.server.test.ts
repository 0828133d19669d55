import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrate, WrongDatabaseMode } from './migrate.server.ts';
import { sqlState } from './transact.server.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await open();
  });
  beforeEach(() => test.reset());
  afterAll(() => test.close());

  it('applies twice without harm', async () => {
    await migrate(test.app.database, 'test');
    const { rows } = await test.app.db.execute<{ mode: string }>(sql`select mode from installation`);
    expect(rows).toEqual([{ mode: 'test' }]);
  });

  it('refuses a database that was made for another mode, naming both', async () => {
    await expect(migrate(test.app.database, 'production')).rejects.toThrow(WrongDatabaseMode);
    await expect(migrate(test.app.database, 'production')).rejects.toThrow(/APP_MODE=test.*APP_MODE is production/);
  });

  it('has the view under the names that debugging SQL uses', async () => {
    const { rows } = await test.app.db.execute(
      sql`select id, isOffering, courseId, tutorId from mentorship_sessions where isOffering = true`,
    );
    expect(rows).toEqual([]);
  });

  it('refuses to empty the ledger', async () => {
    const state = await test.app.db.execute(sql`truncate ledger_transfer cascade`).then(() => null, sqlState);
    expect(state).toBe('23001');
  });
});
