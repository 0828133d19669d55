import { describe, expect, it } from 'vitest';
import { newId, systemRandom, type PersonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { accountId, type Posting } from '../rules.ts';
import { claimedAgain, sessionRefundRequested } from './session-money.ts';

const tunde = newId<PersonId>(systemRandom, 1_700_000_000_000);
const requested = (availableMinor: number, from: 'PENDING' | 'FROZEN' | 'RELEASED' = 'RELEASED') =>
  sessionRefundRequested({
    refundId: 'r',
    chargeId: 'c',
    sessionId: 's',
    tutorId: tunde,
    gives: { tutor: minor(350), platform: minor(150) },
    from,
    availableMinor: minor(availableMinor),
    currency: 'NGN',
  });
const amounts = (postings: readonly Posting[]) =>
  Object.fromEntries(
    postings
      .filter(({ amountMinor }) => amountMinor !== 0)
      .map(({ account, amountMinor }) => [accountId(account, 'NGN').split(':')[0], amountMinor]),
  );

describe('a refund of a released share', () => {
  it.each([
    [1_000, { tutor_available: 350, platform_revenue: 150, refunds_in_flight: -500 }],
    [100, { tutor_available: 100, tutor_receivable: 250, platform_revenue: 150, refunds_in_flight: -500 }],
    [0, { tutor_receivable: 350, platform_revenue: 150, refunds_in_flight: -500 }],
  ])('takes what the tutor has, here %i, and claims the rest', (availableMinor, expected) => {
    expect(amounts(requested(availableMinor).postings)).toEqual(expected);
  });

  it('that failed takes again what the tutor has by then', () => {
    const { postings } = requested(350);
    expect(amounts(claimedAgain(postings, tunde, minor(20)))).toEqual({
      tutor_available: 20,
      tutor_receivable: 330,
      platform_revenue: 150,
      refunds_in_flight: -500,
    });
  });

  it.each(['PENDING', 'FROZEN'] as const)('is no claim on the tutor while the share is %s', (from) => {
    const { postings } = requested(1_000, from);
    expect(amounts(claimedAgain(postings, tunde, minor(1_000)))).toEqual(amounts(postings));
  });
});
