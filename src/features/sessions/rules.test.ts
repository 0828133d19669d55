import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, isBefore, minutesBetween, parseInstant, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import {
  approvalDeadline,
  canStillBeGiven,
  extendedDeadline,
  hasLapsed,
  holdDeadline,
  isPayable,
  offersBankTransfer,
  paymentDeadline,
  refundPercent,
  refundSteps,
} from './rules.ts';

const NOW = at('2026-11-23T09:00:00Z');
const HOUR = 60;
const MS = 1 / 60_000;

function at(iso: string): Instant {
  const when = parseInstant(iso);
  if (when === null) throw new Error(iso);
  return when;
}

const inMinutes = (minutes: number) => plusMinutes(NOW, minutes);

const someInstant = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instant);
const later = fc.integer({ min: 1, max: 90 * 24 * HOUR });

describe('deadlines', () => {
  it.each([
    ['a hold', holdDeadline, 120, 35],
    ['a hold that ends exactly at the start', holdDeadline, 35, 35],
    ['a hold for a start sooner than that', holdDeadline, 20, 20],
    ['a request for next week', approvalDeadline, 7 * 24 * HOUR, 72 * HOUR],
    ['a request whose start is 74 h away', approvalDeadline, 74 * HOUR, 72 * HOUR],
    ['a request for in four hours', approvalDeadline, 4 * HOUR, 2 * HOUR],
    ['an approval for next week', paymentDeadline, 7 * 24 * HOUR, 24 * HOUR],
    ['an approval whose start is 25 h away', paymentDeadline, 25 * HOUR, 24 * HOUR],
    ['an approval for in two hours', paymentDeadline, 2 * HOUR, 1 * HOUR],
  ])('%s', (_what, deadline, startsInMinutes, expectedMinutes) => {
    expect(minutesBetween(NOW, deadline(NOW, inMinutes(startsInMinutes)))).toBe(expectedMinutes);
  });

  it('never lie past the start, nor past their own length', () => {
    fc.assert(
      fc.property(someInstant, later, (now, minutes) => {
        const start = plusMinutes(now, minutes);
        const hold = holdDeadline(now, start);
        expect(isBefore(start, hold)).toBe(false);
        expect(isBefore(now, hold)).toBe(true);
        expect(minutesBetween(now, hold)).toBe(Math.min(35, minutes));
        expect(minutesBetween(now, approvalDeadline(now, start))).toBe(Math.min(72 * HOUR, minutes - 120));
        expect(minutesBetween(now, paymentDeadline(now, start))).toBe(Math.min(24 * HOUR, minutes - 60));
      }),
    );
  });

  it.each([
    [20, 120, 35],
    [20, 35, 35],
    [20, 30, 30],
    [20, 20, 20],
  ])('one at %i min moves by 15, never past a start at %i min: %i', (deadline, start, extended) => {
    expect(extendedDeadline(inMinutes(deadline), inMinutes(start))).toEqual(inMinutes(extended));
  });

  it('has passed at the very moment, not a millisecond before', () => {
    const held = { status: 'PENDING_PAYMENT', paymentStatus: 'PENDING', paymentDeadline: inMinutes(35) } as const;
    expect(hasLapsed(held, inMinutes(35 - MS))).toBe(false);
    expect(isPayable(held, inMinutes(35 - MS))).toBe(true);
    expect(hasLapsed(held, inMinutes(35))).toBe(true);
    expect(isPayable(held, inMinutes(35))).toBe(false);
  });

  it('means nothing any more for what is paid, free or over', () => {
    const paymentDeadline = inMinutes(-1);
    for (const paymentStatus of ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED'] as const) {
      expect(hasLapsed({ status: 'SCHEDULED', paymentStatus, paymentDeadline }, NOW)).toBe(false);
    }
    for (const paymentStatus of ['PENDING', 'FAILED'] as const) {
      expect(hasLapsed({ status: 'SCHEDULED', paymentStatus, paymentDeadline }, NOW)).toBe(true);
      expect(hasLapsed({ status: 'CANCELLED', paymentStatus, paymentDeadline }, NOW)).toBe(false);
    }
  });
});

describe('paying', () => {
  it.each([
    [35, true],
    [31, true],
    [31 - MS, false],
    [5, false],
  ])('with %f min left a bank transfer is offered: %s', (minutes, offered) => {
    expect(offersBankTransfer(NOW, inMinutes(minutes))).toBe(offered);
  });

  it.each([
    [30, true],
    [30 - MS, false],
    [0, false],
    [-5, false],
    [600, true],
  ])('late money buys a start in %f min: %s', (minutes, given) => {
    expect(canStillBeGiven(inMinutes(minutes), NOW)).toBe(given);
  });
});

describe('refunds', () => {
  it.each([
    ['flexible', 100 * HOUR, 100],
    ['flexible', 2 * HOUR, 100],
    ['flexible', 2 * HOUR - MS, 0],
    ['standard', 24 * HOUR, 100],
    ['standard', 24 * HOUR - MS, 50],
    ['standard', 2 * HOUR, 50],
    ['standard', 2 * HOUR - MS, 0],
    ['standard', 0, 0],
    ['strict', 72 * HOUR, 100],
    ['strict', 72 * HOUR - MS, 0],
    ['strict', 24 * HOUR, 0],
  ] as const)('%s, cancelled %f min before: %i %%', (policy, minutesBefore, percent) => {
    expect(refundPercent(policy, inMinutes(minutesBefore), NOW)).toBe(percent);
  });

  it('are the same in the steps that people are shown', () => {
    const start = at('2026-12-09T10:00:00Z');
    expect(refundSteps('standard', start).map(({ until, percent }) => [toIso(until), percent])).toEqual([
      ['2026-12-08T10:00:00Z', 100],
      ['2026-12-09T08:00:00Z', 50],
    ]);
    fc.assert(
      fc.property(
        fc.constantFrom('flexible', 'standard', 'strict'),
        fc.integer({ min: -600, max: 6000 }),
        (policy, minutes) => {
          const now = plusMinutes(start, -minutes);
          const shown = refundSteps(policy, start).find(({ until }) => !isBefore(until, now))?.percent ?? 0;
          expect(refundPercent(policy, start, now)).toBe(shown);
        },
      ),
    );
  });

  it('never grow as the start comes nearer', () => {
    const start = at('2026-12-09T10:00:00Z');
    const before = fc.integer({ min: 0, max: 6000 });
    fc.assert(
      fc.property(fc.constantFrom('flexible', 'standard', 'strict'), before, before, (policy, a, b) => {
        const [early, late] = [Math.max(a, b), Math.min(a, b)];
        const of = (minutes: number) => refundPercent(policy, start, plusMinutes(start, -minutes));
        expect(of(early)).toBeGreaterThanOrEqual(of(late));
      }),
    );
  });
});
