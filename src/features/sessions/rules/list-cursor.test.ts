import { expect, it } from 'vitest';
import { instant } from '#shared/time.ts';
import { readListCursor, writeListCursor } from './list-cursor.ts';

const ID = '0197d400-0004-7000-8000-000000000001';

it('reads what it wrote', () => {
  const startsAt = instant(Date.UTC(2026, 11, 9, 9));
  expect(readListCursor(writeListCursor({ startsAt, id: ID }))).toEqual({
    startsAt: '2026-12-09T09:00:00.000Z',
    id: ID,
  });
});

it('reads nothing else, and no time that the database could not', () => {
  for (const text of [undefined, '', 'x', ID, `_${ID}`, `-1_${ID}`, `1_${'-'.repeat(36)}`, `999999999999999_${ID}`])
    expect(readListCursor(text), text).toBeNull();
});
