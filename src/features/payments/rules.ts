import { add, subtract, NO_MONEY, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { isBefore, minutesBetween, plusMinutes, type Instant } from '#shared/time.ts';
import type { Mismatch } from './types.ts';

type Expected = { id: string; reference: string; amountMinor: Minor; currency: string };
type Verified = {
  reference: string;
  domain: string;
  currency: string;
  amountMinor: Minor;
  requestedAmountMinor: Minor;
  metadataChargeId: string | null;
};

/**
 * What is wrong with a success that Paystack reports for one of our charges, or null when it counts. The
 * domain comes first: test money is never refunded, it is none.
 */
export function mismatchOf(expected: Expected, verified: Verified, ourDomain: string): Mismatch | null {
  if (verified.domain !== ourDomain) return 'domain';
  if (verified.reference !== expected.reference) return 'reference';
  if (verified.currency !== expected.currency) return 'currency';
  if (verified.requestedAmountMinor !== expected.amountMinor || verified.amountMinor < expected.amountMinor)
    return 'amount';
  if (verified.metadataChargeId !== expected.id) return 'metadata';
  return null;
}

/** Money that may be given back of itself: it is on our reference, in our domain, and settles nothing. */
export function isRefundable(mismatch: Mismatch): boolean {
  return mismatch !== 'domain' && mismatch !== 'reference';
}

/** What of a captured charge may still be given back. */
export function refundableMinor(charge: {
  capturedMinor: Minor | null;
  refundingMinor: Minor;
  refundedMinor: Minor;
}): Minor {
  return subtract(charge.capturedMinor ?? NO_MONEY, add(charge.refundingMinor, charge.refundedMinor));
}

/** Paystack is asked about an unpaid charge until 72 hours after its deadline, as bank transfers may come late. */
export function pollUntil(payUntil: Instant): Instant {
  return plusMinutes(payUntil, settings.latePollHours * 60);
}

/** Every 2 minutes in the first hour, every 10 until the sixth, then hourly; null when it is no use any more. */
export function nextPoll(createdAt: Instant, until: Instant, now: Instant): Instant | null {
  if (!isBefore(now, until)) return null;
  const ageMinutes = minutesBetween(createdAt, now);
  if (ageMinutes < 60) return plusMinutes(now, 2);
  return plusMinutes(now, ageMinutes < 360 ? 10 : 60);
}

/** When a look at Paystack that brought no answer is repeated: as above, and hourly past the end, until one answer has come. */
export function nextPollUnanswered(createdAt: Instant, until: Instant, now: Instant): Instant {
  return nextPoll(createdAt, until, now) ?? plusMinutes(now, 60);
}

const RETRY_MINUTES = [1, 2, 5, 15, 60, 180];

/** When an unanswered call is tried again: soon at first, then every three hours. */
export function nextRetry(attempts: number, now: Instant): Instant {
  return plusMinutes(now, RETRY_MINUTES[Math.min(Math.max(attempts, 1), RETRY_MINUTES.length) - 1] ?? 180);
}
