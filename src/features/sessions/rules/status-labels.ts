import type { PaymentStatus, SessionStatus } from '../types.ts';

/** What a status is called where a list is narrowed to it. */
export const STATUS_LABELS: Record<SessionStatus, string> = {
  PENDING_PAYMENT: 'Being paid',
  PENDING_MENTOR_REVIEW: 'Awaiting the tutor',
  SCHEDULED: 'Scheduled',
  IN_PROGRESS: 'Under way',
  COMPLETED: 'Completed',
  NO_SHOW: 'No-show',
  CANCELLED: 'Cancelled',
  REJECTED: 'Declined',
  EXPIRED: 'Expired',
};

export const PAYMENT_LABELS: Record<PaymentStatus, string> = {
  NOT_REQUIRED: 'Free',
  PENDING: 'Not paid',
  FAILED: 'Payment failed',
  PAID: 'Paid',
  PARTIALLY_REFUNDED: 'Partly returned',
  REFUNDED: 'Returned',
};
