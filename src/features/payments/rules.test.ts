import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minor } from '#shared/money.ts';
import { instant, isBefore, minutesBetween, plusMinutes } from '#shared/time.ts';
import {
  isRefundable,
  mismatchOf,
  nextPoll,
  nextPollUnanswered,
  nextRetry,
  pollUntil,
  refundableMinor,
} from './rules.ts';

const NOW = instant(1_795_424_400_000);
const HOUR = 60;
const inMinutes = (minutes: number) => plusMinutes(NOW, minutes);

const expected = { id: 'charge', reference: 'mnt-1', amountMinor: minor(500_000), currency: 'NGN' };
const verified = {
  reference: 'mnt-1',
  domain: 'test',
  currency: 'NGN',
  amountMinor: minor(500_000),
  requestedAmountMinor: minor(500_000),
  metadataChargeId: 'charge',
};

describe('a success at Paystack', () => {
  it.each([
    ['counts as it was asked for', {}, null],
    ['counts with more than was asked for', { amountMinor: minor(500_001) }, null],
    ['counts not with a kobo less', { amountMinor: minor(499_999) }, 'amount'],
    ['counts not when another amount was asked for', { requestedAmountMinor: minor(499_999) }, 'amount'],
    [
      'counts not when more was asked for',
      { requestedAmountMinor: minor(500_001), amountMinor: minor(500_001) },
      'amount',
    ],
    ['counts not in cedis', { currency: 'GHS' }, 'currency'],
    ['counts not under another reference', { reference: 'mnt-2' }, 'reference'],
    ['counts not for another charge', { metadataChargeId: 'another' }, 'metadata'],
    ['counts not without our charge', { metadataChargeId: null }, 'metadata'],
    ['of the other domain is that first', { domain: 'live', currency: 'GHS', amountMinor: minor(1) }, 'domain'],
  ] as const)('%s', (_what, change, mismatch) => {
    expect(mismatchOf(expected, { ...verified, ...change }, 'test')).toBe(mismatch);
  });

  it('is given back of itself only when it is surely money on our own reference', () => {
    const all = ['reference', 'domain', 'currency', 'amount', 'metadata'] as const;
    expect(all.filter(isRefundable)).toEqual(['currency', 'amount', 'metadata']);
  });

  it('can be given back as far as nothing of it is on its way', () => {
    const charge = { capturedMinor: minor(500), refundingMinor: minor(100), refundedMinor: minor(150) };
    expect(refundableMinor(charge)).toBe(250);
    expect(refundableMinor({ ...charge, capturedMinor: null, refundingMinor: minor(0), refundedMinor: minor(0) })).toBe(
      0,
    );
  });
});

describe('asking about an open charge', () => {
  const until = inMinutes(72 * HOUR);

  it('goes on for 72 hours after the deadline', () => {
    expect(minutesBetween(NOW, pollUntil(NOW))).toBe(72 * HOUR);
  });

  it.each([
    [0, 2],
    [59, 2],
    [60, 10],
    [359, 10],
    [360, 60],
    [71 * HOUR, 60],
    [72 * HOUR - 1, 60],
  ])('after %i min comes again in %i', (ageMinutes, pauseMinutes) => {
    const now = inMinutes(ageMinutes);
    expect(nextPoll(NOW, until, now)).toEqual(plusMinutes(now, pauseMinutes));
    expect(nextPollUnanswered(NOW, until, now)).toEqual(plusMinutes(now, pauseMinutes));
  });

  it('ends with the first answer after that, and not while there is none', () => {
    expect(nextPoll(NOW, until, until)).toBeNull();
    expect(nextPollUnanswered(NOW, until, until)).toEqual(plusMinutes(until, 60));
  });

  it('always looks once more at or after the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 72 * HOUR - 1 }), (begin) => {
        let last = inMinutes(begin);
        for (let next = nextPoll(NOW, until, last); next !== null; next = nextPoll(NOW, until, next)) {
          expect(isBefore(last, next)).toBe(true);
          last = next;
        }
        expect(isBefore(last, until)).toBe(false);
      }),
    );
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 5],
    [6, 180],
    [500, 180],
  ])('a refund is tried again %i tries later after %i min', (attempts, minutes) => {
    expect(nextRetry(attempts, NOW)).toEqual(inMinutes(minutes));
  });
});
