import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonId } from '#shared/id.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { inTransaction, lockPersons, sqlState, together } from './transact.server.ts';

const ADA = '00000000-0000-7000-8000-00000000000a' as PersonId;
const BOLA = '00000000-0000-7000-8000-00000000000b' as PersonId;

forEachEngine((engine, open) => {
  let world: TestApp;
  beforeAll(async () => void (world = await open()));
  afterAll(() => world.close());

  it('gives the answers of statements that travelled together in the order in which they were given', async () => {
    const answers = await inTransaction(world.app.db, (tx) =>
      together(tx.execute(sql`select ${1}::int as n`), null, tx.execute(sql`select ${2}::int as n`)),
    );
    expect(answers.map((answer) => answer?.rows[0])).toEqual([{ n: 1 }, undefined, { n: 2 }]);
  });

  it('takes everything back and tells the first error when one of them fails, after the slowest has ended', async () => {
    let slowEnded = false;
    const slow = async () => {
      await pause(20);
      slowEnded = true;
    };
    const failed = inTransaction(world.app.db, (tx) =>
      together(
        tx.execute(sql`update installation set clock_offset_ms = ${77}`),
        tx.execute(sql`select 1 / ${0}::int`),
        slow(),
      ),
    );
    await expect(failed.catch((error: unknown) => sqlState(error))).resolves.toBe('22012');
    expect(slowEnded).toBe(true);
    const { rows } = await world.app.db.execute<{ moved: boolean }>(
      sql`select clock_offset_ms = ${77} as moved from installation`,
    );
    expect(rows[0]?.moved).not.toBe(true);
  });

  it('locks several people at once, each of them once', async () => {
    const locks = await inTransaction(world.app.db, async (tx) => {
      await lockPersons(tx, [BOLA, ADA, BOLA]);
      const { rows } = await tx.execute(
        sql`select count(*)::int as held from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
      );
      return rows[0];
    });
    expect(locks).toEqual({ held: 2 });
  });
});
