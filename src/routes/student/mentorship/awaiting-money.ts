import { isPaid } from '#features/sessions/state.ts';
import type { SessionView } from '#features/sessions/types.ts';

/** True while a session can still be paid. */
export function isAwaitingMoney({ status, paymentStatus }: SessionView): boolean {
  return status === 'PENDING_PAYMENT' || (status === 'SCHEDULED' && !isPaid(paymentStatus));
}
