import type { Background } from './background.ts';
import type { Knobs } from './knobs.ts';
import type { Store } from './store.ts';
import type { WebhookSender } from './webhooks.ts';

/** Everything one stand-in consists of; its parts are given it and keep nothing of their own. */
export type StandIn = {
  readonly domain: 'test' | 'live';
  readonly secretKey: string;
  readonly merchantName: string;
  readonly knobs: Knobs;
  readonly store: Store;
  readonly webhooks: WebhookSender;
  readonly background: Background;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where payers find it, without a trailing slash. */
  readonly publicUrl: () => string;
};

export type ApiAnswer = { readonly status: number; readonly body: unknown };

export function success(message: string, data: unknown, more: Readonly<Record<string, unknown>> = {}): ApiAnswer {
  return { status: 200, body: { status: true, message, data, ...more } };
}

/** Paystack's error shape. */
export function failure(status: number, code: string, message: string, nextStep: string): ApiAnswer {
  const type = status >= 500 ? 'api_error' : 'validation_error';
  return { status, body: { status: false, message, meta: { nextStep }, type, code } };
}
