import { DEFAULT_MESSAGES, type Reason } from './reasons.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A result that a caller must expect: not a bug, not an outage. `message` is for people, `reason` for code. */
export type Refusal = {
  readonly ok: false;
  readonly reason: Reason;
  readonly message: string;
  /** Input name → what is wrong with it. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What is true now: open slots, the present state, the new amount. */
  readonly data?: Json;
};

export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Refuses with a reason; the message defaults to the reason's own plain sentence. */
export function refuse(
  reason: Reason,
  more: { message?: string; fields?: Record<string, string>; data?: Json } = {},
): Refusal {
  return { ok: false, reason, message: more.message ?? DEFAULT_MESSAGES[reason], ...pick(more) };
}

function pick(more: { fields?: Record<string, string>; data?: Json }): Pick<Refusal, 'fields' | 'data'> {
  return {
    ...(more.fields === undefined ? {} : { fields: more.fields }),
    ...(more.data === undefined ? {} : { data: more.data }),
  };
}

/** Carries a refusal out through a transaction, which must roll back; `transact` turns it into a value again. */
export class Rollback extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`rolled back: ${refusal.reason}`);
    this.refusal = refusal;
  }
}
