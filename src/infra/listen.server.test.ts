import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { listenTo, type Hint } from './listen.server.ts';

const SOON = { timeout: 15_000, interval: 10 };

forEachEngine((engine, open) => {
  let test: TestApp;
  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());

  const announce = (channel: string, payload: string) =>
    test.app.db.execute(sql`select pg_notify(${channel}, ${payload})`);

  it('hears what commits on its channels, and nothing after it is closed', async () => {
    const heard: Hint[] = [];
    const listener = { onhint: (hint: Hint) => void heard.push(hint), onresume: () => undefined };
    const listening = await listenTo(test.app.database, ['one', 'two'], listener, test.app.log);
    await announce('three', 'x');
    await announce('two', 'a');
    const undone = test.app.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_notify('one', 'undone')`);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await announce('one', 'b');
    const all = [
      { channel: 'two', payload: 'a' },
      { channel: 'one', payload: 'b' },
    ];
    await vi.waitFor(() => expect(heard).toEqual(all), SOON);
    await listening.close();
    await announce('one', 'c');
    expect(heard).toEqual(all);
  });

  if (engine === 'postgresql') {
    it('comes back when its connection is lost, and says that something may have been missed', async () => {
      const heard: string[] = [];
      const onresume = vi.fn();
      const listener = { onhint: ({ payload }: Hint) => void heard.push(payload), onresume };
      const listening = await listenTo(test.app.database, ['one'], listener, test.app.log);
      for (let time = 1; time <= 3; time += 1) {
        await test.app.db.execute(
          sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mentorship live' and datname = current_database()`,
        );
        await vi.waitFor(() => expect(onresume).toHaveBeenCalledTimes(time + 1), SOON);
        await announce('one', `after ${time}`);
        await vi.waitFor(() => expect(heard).toContain(`after ${time}`), SOON);
      }
      expect(heard).toEqual(['after 1', 'after 2', 'after 3']);
      await listening.close();
    });
  }
});
