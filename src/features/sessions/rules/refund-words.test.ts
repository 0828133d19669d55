import { describe, expect, it } from 'vitest';
import { formatTime } from '#shared/format-time.ts';
import { parseInstant, toIso } from '#shared/time.ts';
import { refundSteps } from '../rules.ts';
import { refundWords } from './refund-words.ts';

const START = '2026-12-09T09:00:00Z'; // Wednesday, 10:00 in Lagos
const at = (nowIso: string) => ({ startIso: START, nowIso, timeZone: 'Africa/Lagos' });

describe('the words of a refund policy', () => {
  it('name the moment until which Ada cancels for free, and what comes after', () => {
    expect(refundWords('standard', at('2026-12-01T00:00:00Z'))).toBe(
      'Free cancellation until Tue 8 Dec, 10:00. After that half is returned until two hours before.',
    );
    expect(refundWords('flexible', at('2026-12-01T00:00:00Z'))).toBe(
      'Free cancellation until Wed 9 Dec, 08:00. After that nothing is returned.',
    );
  });

  it('promise nothing that has passed already', () => {
    expect(refundWords('standard', at('2026-12-08T09:00:01Z'))).toBe(
      'Cancel until Wed 9 Dec, 08:00 and half is returned. After that nothing is returned.',
    );
    expect(refundWords('strict', at('2026-12-08T09:00:00Z'))).toBe(
      'It starts so soon that nothing is returned if you cancel.',
    );
  });

  it('still count the bound itself for the student', () => {
    expect(refundWords('standard', at('2026-12-08T09:00:00Z'))).toContain('Free cancellation until Tue 8 Dec, 10:00.');
  });

  it('count back from the start while no time is picked', () => {
    expect(refundWords('strict', null)).toBe(
      'Free cancellation until 72 hours before. After that nothing is returned.',
    );
  });

  it.each(['flexible', 'standard', 'strict'] as const)('agree with the money rules on %s', (policy) => {
    const start = parseInstant(START);
    if (start === null) throw new Error('the start is an instant');
    const [first] = refundSteps(policy, start);
    const until = formatTime(toIso(first?.until ?? start), 'Africa/Lagos', 'dayTime');
    expect(refundWords(policy, at('2026-11-01T00:00:00Z'))).toContain(`until ${until}`);
  });
});
