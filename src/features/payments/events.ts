/** What payments announce, by job, for whoever sold something. */

/** A charge has been paid, rightly or not: `{ chargeId }`. */
export const CHARGE_SETTLED = 'charge.settled';
/** An attempt to pay has failed; another may follow: `{ chargeId }`. */
export const CHARGE_FAILED = 'charge.failed';
/** A refund has reached its end, one way or the other: `{ refundId }`. */
export const REFUND_ENDED = 'refund.ended';

/** Work of payments' own. */
export const WEBHOOK_RECEIVED = 'payments.webhook';
export const REFUND_REQUESTED = 'payments.refund';
