import { describe, expect, it, test } from 'vitest';
import { toIso } from '#shared/time.ts';
import { readListCursor, writeListCursor } from '../rules/list-cursor.ts';
import { daysOf, readListFilters } from './list-filters.ts';

const NAMES = ['q', 'offering', 'course', 'from', 'to', 'status'] as const;
const ID = '01a207a2-3280-7f30-838e-9373eac0ea5e';
const read = (query: string) =>
  readListFilters(new URLSearchParams(query), { names: NAMES, statuses: ['COMPLETED', 'CANCELLED'] });

describe('the filters of an address', () => {
  it('reads what is there and ignores what it does not know', () => {
    expect(
      read(`tab=history&q=+React+&offering=${ID}&from=2026-11-01&to=2026-11-30&status=CANCELLED&utm_source=x`),
    ).toEqual({
      texts: { q: 'React', offering: ID, from: '2026-11-01', to: '2026-11-30', status: 'CANCELLED' },
      cursor: undefined,
      leftOut: false,
    });
  });

  it('takes an empty field of the form for none', () => {
    expect(read('q=&from=&status=')).toEqual({ texts: {}, cursor: undefined, leftOut: false });
  });

  test.each([
    ['a search of ten thousand letters', `q=${'a'.repeat(10_000)}`],
    ['a search with a zero byte', 'q=a%00b'],
    ['an offering that is no id', 'offering=1;drop'],
    ['a status that is none', 'status=PAID'],
    ['a status that this list never holds', 'status=SCHEDULED'],
    ['a day that is none', 'from=2026-02-30'],
    ['a day of another age', 'from=0001-01-01'],
  ])('leaves out %s, and says so', (_what, query) => {
    expect(read(query)).toMatchObject({ texts: {}, leftOut: true });
  });

  it('leaves out an end before its beginning', () => {
    expect(read('from=2026-11-30&to=2026-11-01')).toMatchObject({ texts: { from: '2026-11-30' }, leftOut: true });
  });

  it('covers both days wholly, where the reader lives', () => {
    const { from, to } = daysOf({ from: '2026-11-30', to: '2026-11-30' }, 'Africa/Lagos');
    expect([from, to].map((when) => when && toIso(when))).toEqual(['2026-11-29T23:00:00Z', '2026-11-30T23:00:00Z']);
  });
});

describe('a cursor', () => {
  it('names the last start and id, and reads back', () => {
    const { from } = daysOf({ from: '2026-11-30' }, 'UTC');
    if (from === undefined) throw new Error('a day');
    const text = writeListCursor({ startsAt: from, id: ID });
    expect(readListCursor(text)).toEqual({ startsAt: '2026-11-30T00:00:00.000Z', id: ID });
  });

  it.each(['', 'nonsense', `1_${ID}x`, `999999999999999_${ID}`, `-1_${ID}`, '1_-----------------------------------'])(
    'is none when we did not write it: %s',
    (text) => {
      expect(readListCursor(text)).toBeNull();
    },
  );
});
