import type { Instant } from '#shared/time.ts';

/** Why Zoom gave no usable answer. An outage is a value, never an exception. */
export type ZoomError = {
  /**
   * `unavailable`: no answer, or one that says "later" (network, timeout, 5xx, 408). `limited`: too many requests.
   * `rejected`: Zoom understood and refused. `malformed`: an answer that is not Zoom's.
   */
  readonly kind: 'unavailable' | 'limited' | 'rejected' | 'malformed';
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /** Zoom may have done what was asked: look before asking again. Always false for reads. */
  readonly outcomeUnknown: boolean;
  readonly status?: number;
  /** Zoom's own: 300 validation, 1001 no such user, 3001 no such meeting, 4711 scopes missing. */
  readonly code?: number;
  /** `limited` only: not before then, if Zoom said so. */
  readonly retryAt?: Instant;
  /** `limited` only: the allowance of a day is used up, not that of this second. */
  readonly isDaily?: boolean;
  /** For logs and our tables; never holds a secret or a token. */
  readonly message: string;
};

export type ZoomResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ZoomError };

export type Failure = Extract<ZoomResult<never>, { ok: false }>;

type Where = Pick<ZoomError, 'status' | 'code'>;

export const NO_SUCH_USER = 1001;
export const NO_SUCH_MEETING = 3001;

/** No answer, or "not now". `outcomeUnknown` says whether the request may have been carried out. */
export function unavailable(message: string, outcomeUnknown: boolean, where: Where = {}): Failure {
  return { ok: false, error: { kind: 'unavailable', retryable: true, outcomeUnknown, ...where, message } };
}

/** Too many requests: nothing was done. */
export function limited(message: string, where: Where & Pick<ZoomError, 'retryAt' | 'isDaily'>): Failure {
  return { ok: false, error: { kind: 'limited', retryable: true, outcomeUnknown: false, ...where, message } };
}

/** Zoom's refusal: nothing was done, and asking the same again is of no use until somebody changes something. */
export function rejected(message: string, where: Where): Failure {
  return { ok: false, error: { kind: 'rejected', retryable: false, outcomeUnknown: false, ...where, message } };
}

/** Something answered that we cannot read: a proxy, a changed API, a cut body. */
export function malformed(message: string, outcomeUnknown: boolean, where: Where = {}): Failure {
  return { ok: false, error: { kind: 'malformed', retryable: true, outcomeUnknown, ...where, message } };
}
