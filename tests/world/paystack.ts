import type { Paystack } from '#infra/paystack/client.server.ts';
import type { Charge } from '#features/payments/queries.server.ts';
import { minor } from '#shared/money.ts';
import { ok } from '#shared/result.ts';

/** A Paystack that knows one payment and how it ended. The world's past payments went to it; nothing is asked over the network. */
export function paystackThatSays(status: 'success' | 'failed', charge: Charge, domain: string): Paystack {
  const unasked = () => Promise.reject(new Error('the world asks Paystack about its one payment only'));
  return {
    initialize: unasked,
    refund: unasked,
    getRefund: unasked,
    listRefunds: unasked,
    verify: async () =>
      ok({
        id: `9${charge.id.replace(/\D/g, '').slice(-9)}`,
        domain,
        status,
        reference: charge.reference,
        amountMinor: charge.amountMinor,
        requestedAmountMinor: charge.amountMinor,
        currency: charge.currency,
        feesMinor: status === 'success' ? feeOf(charge.amountMinor) : null,
        paidAt: null,
        channel: 'card',
        metadata: { chargeId: charge.id },
      }),
  };
}

/** Paystack's price for a local card: 1.5 %, and ₦100 more from ₦2,500 on, at most ₦2,000. */
function feeOf(amountMinor: number) {
  return minor(Math.min(200_000, Math.ceil(amountMinor * 0.015) + (amountMinor < 250_000 ? 0 : 10_000)));
}
