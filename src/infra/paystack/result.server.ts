/** Why Paystack gave no usable answer. An outage is a value, never an exception. */
export type PaystackError = {
  /**
   * `unavailable`: no answer, or one that says "later" (network, timeout, 5xx, 408, 429).
   * `rejected`: Paystack understood and refused. `malformed`: an answer that is not Paystack's.
   */
  readonly kind: 'unavailable' | 'rejected' | 'malformed';
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /** Paystack may have done what was asked: look (verify, list) before asking again. Always false for reads. */
  readonly outcomeUnknown: boolean;
  readonly status?: number;
  /** Paystack's own, such as `duplicate_reference`. */
  readonly code?: string;
  /** For logs; never holds the secret key. */
  readonly message: string;
};

export type PaystackResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PaystackError };

export type Failure = Extract<PaystackResult<never>, { ok: false }>;

type Where = { readonly status?: number; readonly code?: string };

/** No answer, or "not now". `outcomeUnknown` says whether the request may have been carried out. */
export function unavailable(message: string, outcomeUnknown: boolean, where: Where = {}): Failure {
  return { ok: false, error: { kind: 'unavailable', retryable: true, outcomeUnknown, ...where, message } };
}

/** Paystack's refusal: nothing was done, and asking the same again is of no use. */
export function rejected(message: string, where: Where): Failure {
  return { ok: false, error: { kind: 'rejected', retryable: false, outcomeUnknown: false, ...where, message } };
}

/** Something answered that we cannot read: a proxy, a changed API, a cut body. */
export function malformed(message: string, outcomeUnknown: boolean, where: Where = {}): Failure {
  return { ok: false, error: { kind: 'malformed', retryable: true, outcomeUnknown, ...where, message } };
}
