import { percentOf, NO_MONEY, type Minor } from '#shared/money.ts';
import type { RefundPolicy } from '#shared/settings.ts';
import type { Instant } from '#shared/time.ts';
import { isUnpaid, refundPercent } from '../rules.ts';
import type { PaymentStatus, SessionStatus } from '../types.ts';

type Cancellable = {
  status: SessionStatus;
  paymentStatus: PaymentStatus;
  refundPolicy: RefundPolicy;
  startsAt: Instant;
  /** Where the session stood before the student first moved it. */
  movedFrom: Instant | null;
  keptMinor: Minor | null;
};

export type CancellationReason = 'not_paid' | 'free' | 'tutor_cancels' | 'platform_cancels' | 'policy' | 'too_late';

export type Cancellation = { percent: number; refundMinor: Minor; reason: CancellationReason };

/** What a cancellation by this side gives back at `now`, and why. */
export function cancellationOf(session: Cancellable, by: 'student' | 'tutor' | 'admin', now: Instant): Cancellation {
  if (isUnpaid(session)) return { percent: 0, refundMinor: NO_MONEY, reason: 'not_paid' };
  if (session.keptMinor === null) return { percent: 0, refundMinor: NO_MONEY, reason: 'free' };
  if (by !== 'student') {
    return {
      percent: 100,
      refundMinor: session.keptMinor,
      reason: by === 'tutor' ? 'tutor_cancels' : 'platform_cancels',
    };
  }
  const percent = studentPercent(session, now);
  return { percent, refundMinor: percentOf(session.keptMinor, percent), reason: percent === 0 ? 'too_late' : 'policy' };
}

/** After a student's own move the smaller of the percentages by the new and by the original start counts. */
function studentPercent({ refundPolicy, startsAt, movedFrom }: Cancellable, now: Instant): number {
  const byNewStart = refundPercent(refundPolicy, startsAt, now);
  return movedFrom === null ? byNewStart : Math.min(byNewStart, refundPercent(refundPolicy, movedFrom, now));
}
