import { expect, it } from 'vitest';
import type { Database } from '#infra/db/client.server.ts';
import type { Given } from './conditions.server.ts';
import { MOST_KEPT, preparedOnce } from './prepared.server.ts';

const given = (name: string): Given[] => [{ name, facet: 'words', condition: undefined, values: {} }];

it('writes a statement once, and keeps only those that were asked for lately', () => {
  const db = {} as Database;
  const written: string[] = [];
  const ask = (name: string) =>
    preparedOnce(db, 'offerings', given(name), () => {
      written.push(name);
      return { execute: async () => name };
    });

  ask('always');
  for (let n = 0; n < MOST_KEPT * 3; n += 1) {
    ask(String(n));
    ask('always');
  }
  expect(written.filter((name) => name === 'always')).toHaveLength(1);
  ask('0');
  expect(written.filter((name) => name === '0')).toHaveLength(2);
});
