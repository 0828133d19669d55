import { REFUND_POLICIES, settings, type RefundPolicy } from '#shared/settings.ts';
import { earliest, isBefore, minutesBetween, plusMinutes, type Instant } from '#shared/time.ts';
import { isPaid } from './state.ts';
import type { PaymentStatus, SessionStatus } from './types.ts';

/** Until when a hold is kept: 35 minutes, but never past the start. */
export function holdDeadline(now: Instant, start: Instant): Instant {
  return earliest(plusMinutes(now, settings.holdMinutes), start);
}

/** Until when a tutor may answer a request: 72 hours, but not within two hours of the start. */
export function approvalDeadline(now: Instant, start: Instant): Instant {
  return earliest(
    plusMinutes(now, settings.approvalHours * 60),
    plusMinutes(start, -settings.approvalBeforeStartMinutes),
  );
}

/** Until when an approved request may be paid: 24 hours, but not within one hour of the start. */
export function paymentDeadline(now: Instant, start: Instant): Instant {
  return earliest(
    plusMinutes(now, settings.paymentHours * 60),
    plusMinutes(start, -settings.paymentBeforeStartMinutes),
  );
}

type Payable = { status: SessionStatus; paymentStatus: PaymentStatus; paymentDeadline: Instant | null };

/** True while the session awaits money, whether or not its deadline has passed. */
export function isUnpaid(session: Pick<Payable, 'status' | 'paymentStatus'>): boolean {
  return session.status === 'PENDING_PAYMENT' || (session.status === 'SCHEDULED' && !isPaid(session.paymentStatus));
}

/** A passed deadline counts as passed even if no worker has run yet. */
export function hasLapsed(session: Payable, now: Instant): boolean {
  return isUnpaid(session) && session.paymentDeadline !== null && !isBefore(now, session.paymentDeadline);
}

export function isPayable(session: Payable, now: Instant): boolean {
  return isUnpaid(session) && !hasLapsed(session, now);
}

/** A payment under way at the bank moves the deadline once by 15 minutes, never past the start. */
export function extendedDeadline(deadline: Instant, start: Instant): Instant {
  return earliest(plusMinutes(deadline, settings.extensionMinutes), start);
}

/** Paystack's bank transfer lives 30 minutes: with less time left it is not offered. */
export function offersBankTransfer(now: Instant, deadline: Instant): boolean {
  return minutesBetween(now, deadline) >= settings.bankTransferMinMinutesLeft;
}

/** Late money buys the time back only when both people can still make it. */
export function canStillBeGiven(start: Instant, now: Instant): boolean {
  return !isBefore(start, plusMinutes(now, settings.lateRebookNoticeMinutes));
}

/** Percent of the price that a student who cancels at `now` gets back; a bound on the minute counts for the student. */
export function refundPercent(policy: RefundPolicy, start: Instant, now: Instant): number {
  const minutesBefore = minutesBetween(now, start);
  return REFUND_POLICIES[policy].find((step) => minutesBefore >= step.fromMinutesBefore)?.percent ?? 0;
}

/** The moments at which the percentage drops, soonest last: what checkout and the session page show. */
export function refundSteps(policy: RefundPolicy, start: Instant): { until: Instant; percent: number }[] {
  return REFUND_POLICIES[policy].map((step) => ({
    until: plusMinutes(start, -step.fromMinutesBefore),
    percent: step.percent,
  }));
}
