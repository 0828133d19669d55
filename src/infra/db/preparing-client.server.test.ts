import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PreparingClient } from './preparing-client.server.ts';

const connectionString = process.env['TEST_DATABASE_URL'];

describe.skipIf(connectionString === undefined)('a connection on PostgreSQL', () => {
  let client: PreparingClient;
  beforeAll(async () => {
    client = new PreparingClient({ connectionString, pipeline: true });
    await client.connect();
  });
  afterAll(() => client.end());

  const double = async (n: number): Promise<number> => {
    const { rows } = await client.query<{ twice: number }>({ text: 'select $1::int * 2 as twice' }, [n]);
    return rows[0]?.twice ?? NaN;
  };

  it('sends what is asked in one go in one write', async () => {
    const writes = countWrites(client.connection.stream);
    const later = Promise.resolve().then(() => double(3));
    expect(await Promise.all([double(1), double(2), later])).toEqual([2, 4, 6]);
    expect(writes.count).toBe(1);
    expect(await double(4)).toBe(8);
    expect(writes.count).toBe(2);
  });

  it('gives a failure to whoever asked, and the others their answers', async () => {
    const divide = (n: number) => client.query({ text: 'select 1 / $1::int as part' }, [n]);
    const [before, failed, after] = await Promise.allSettled([divide(1), divide(0), divide(1)]);
    expect(before.status).toBe('fulfilled');
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: '22012' } });
    expect(after.status).toBe('fulfilled');
  });

  it('has each text with parameters prepared once', async () => {
    await double(5);
    await double(6);
    const { rows } = await client.query(
      `select count(*)::int as count from pg_prepared_statements where statement like 'select $1::int * 2%'`,
    );
    expect(rows).toEqual([{ count: 1 }]);
  });
});

/** Counts what really goes down to the socket. */
function countWrites(stream: Duplex): { count: number } {
  const writes = { count: 0 };
  for (const name of ['_write', '_writev'] as const) {
    const write = stream[name]?.bind(stream) as ((...args: unknown[]) => void) | undefined;
    if (write === undefined) continue;
    stream[name] = (...args: unknown[]) => {
      writes.count += 1;
      write(...args);
    };
  }
  return writes;
}
