import { getRefund, listRefunds, refund, type ProviderRefund, type RefundInput } from './refunds.server.ts';
import { createSend, type PaystackOptions } from './request.server.ts';
import type { PaystackResult } from './result.server.ts';
import { initialize, verify, type Initialized, type InitializeInput, type Transaction } from './transactions.server.ts';

/** Paystack as the product uses it. No method throws for an outage; each says in its error whether to look or to retry. */
export type Paystack = {
  initialize(input: InitializeInput): Promise<PaystackResult<Initialized>>;
  /** `null`: Paystack knows no such reference. */
  verify(reference: string): Promise<PaystackResult<Transaction | null>>;
  refund(input: RefundInput): Promise<PaystackResult<ProviderRefund>>;
  /** `null`: Paystack knows no such refund. */
  getRefund(id: string): Promise<PaystackResult<ProviderRefund | null>>;
  /** By Paystack's own transaction id. */
  listRefunds(input: { readonly transaction: string }): Promise<PaystackResult<readonly ProviderRefund[]>>;
};

export function createPaystack(options: PaystackOptions): Paystack {
  const send = createSend(options);
  return {
    initialize: (input) => initialize(send, input),
    verify: (reference) => verify(send, reference),
    refund: (input) => refund(send, input),
    getRefund: (id) => getRefund(send, id),
    listRefunds: (input) => listRefunds(send, input),
  };
}
