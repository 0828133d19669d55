import type { Background } from '../paystack/background.ts';
import type { Knobs } from './knobs.ts';
import type { Store } from './store.ts';
import type { WebhookSender } from './webhooks.ts';

export type Credentials = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
};

/** Everything one stand-in consists of; its parts are given it and keep nothing of their own. */
export type StandIn = {
  readonly credentials: Credentials;
  readonly knobs: Knobs;
  readonly store: Store;
  readonly webhooks: WebhookSender;
  readonly background: Background;
  /** Good tokens, each with the moment at which it ends. */
  readonly tokens: Map<string, number>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where people find it, without a trailing slash. */
  readonly publicUrl: () => string;
};

export type ApiAnswer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** Zoom's error shape. */
export function failure(status: number, code: number, message: string, more: object = {}): ApiAnswer {
  return { status, body: { code, message, ...more } };
}
