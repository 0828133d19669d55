import { expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

const ID = '0197d400-0004-7000-8000-000000000001';

it('reads what it wrote, for the same order only', () => {
  for (const key of [0, 500_000, 1_764_000_000_000]) {
    for (const sort of ['best', 'soonest', 'price', 'price-desc', 'newest'] as const) {
      const text = writeCursor(sort, { key, id: ID });
      expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(readCursor(text, sort)).toEqual({ key, id: ID });
      expect(readCursor(text, sort === 'price' ? 'newest' : 'price')).toBeNull();
    }
  }
  expect(readCursor(writeCursor('soonest', { key: null, id: ID }), 'soonest')).toEqual({ key: null, id: ID });
});

it('reads nothing else', () => {
  const raw = (text: string) => btoa(text).replace(/=+$/, '');
  for (const text of [
    '',
    'x',
    '%%%',
    'abc=',
    'ünïcode',
    raw('price|5|nobody'),
    raw(`price|-5|${ID}`),
    raw(`price|5.5|${ID}`),
    raw(`price|none|${ID}`),
    raw(`price|5|${ID} or 1=1`),
    raw(`price|1234567890123456|${ID}`),
    raw(`price|253402214400001|${ID}`), // as a time, beyond the year 9999
    `${raw(`price|5|${ID}`)}=`,
    'A'.repeat(199),
  ]) {
    expect(readCursor(text, 'price'), text).toBeNull();
  }
});
