import { describe, expect, it } from 'vitest';
import { parseInstant, toIso, type Instant } from '#shared/time.ts';
import type { SessionMessage } from '../types.ts';
import { changesAt, lateOf } from './around.ts';

const at = (time: string): Instant => {
  const when = parseInstant(`2026-11-25T${time}:00Z`);
  if (when === null) throw new Error(time);
  return when;
};
const times = { startsAt: at('09:00'), endsAt: at('10:00') };

describe('the next moment at which a page changes by itself', () => {
  const next = (now: Instant, deadlines: { paymentDeadline?: Instant; approvalDeadline?: Instant } = {}) => {
    const found = changesAt(
      { paymentDeadline: null, approvalDeadline: null, releaseAt: null, ...times, ...deadlines },
      now,
    );
    return found === null ? null : toIso(found).slice(8, 16);
  };

  it('walks through the session: late, door, start, absence, end, door closed, settled, silent', () => {
    const walk: string[] = [];
    let now: Instant | null = at('00:00');
    while (now !== null) {
      now = changesAt({ ...times, paymentDeadline: null, approvalDeadline: null, releaseAt: null }, now);
      if (now !== null) walk.push(toIso(now).slice(8, 16));
    }
    expect(walk).toEqual([
      '25T08:00',
      '25T08:50',
      '25T09:00',
      '25T09:15',
      '25T10:00',
      '25T10:15',
      '26T10:00',
      '27T10:00',
    ]);
  });

  it('is a deadline when that comes first, and never one that has passed', () => {
    expect(next(at('07:00'), { paymentDeadline: at('07:30') })).toBe('25T07:30');
    expect(next(at('07:30'), { paymentDeadline: at('07:30') })).toBe('25T08:00');
    expect(next(at('06:00'), { approvalDeadline: at('06:30'), paymentDeadline: at('07:30') })).toBe('25T06:30');
  });
});

describe('how late somebody runs', () => {
  const message = (changes: Partial<SessionMessage>): SessionMessage => ({
    id: 'm',
    from: 'student',
    body: '',
    sentAt: '2026-11-25T08:52:00Z',
    lateMinutes: 10,
    ...changes,
  });

  it('is the newest word of that side about this start', () => {
    const said = [message({ lateMinutes: 5 }), message({ lateMinutes: 15 }), message({ lateMinutes: null })];
    expect(lateOf(said, 'student', times)?.minutes).toBe(15);
    expect(lateOf(said, 'tutor', times)).toBeNull();
  });

  it('is not what was said before the session moved to this start', () => {
    expect(lateOf([message({ sentAt: '2026-11-24T08:52:00Z' })], 'student', times)).toBeNull();
  });
});
