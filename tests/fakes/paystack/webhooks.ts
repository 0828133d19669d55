import { createHmac } from 'node:crypto';
import type { Background, Sleep } from './background.ts';
import type { Knobs } from './knobs.ts';

export type Delivery = {
  readonly event: string;
  readonly reference: string | null;
  readonly body: string;
  status: 'held' | 'sending' | 'delivered' | 'given_up' | 'lost';
  attempts: number;
  /** The merchant's last answer; null when there was none. */
  answered: number | null;
};

export type WebhookSender = {
  /** Sends it as the knobs say: late, held back, often, forged, never. */
  send(payload: WebhookPayload): void;
  /** Sends once and resolves to the merchant's HTTP status: for payloads and signatures of your own making. */
  sendRaw(body: string, signature: string | null): Promise<number>;
  sign(body: string, secretKey?: string): string;
  deliveries(): readonly Delivery[];
  held(): readonly Delivery[];
  /** Sends what was held, one after the other, in the order of the given indexes into `held()`. */
  flush(order?: readonly number[] | 'reversed'): Promise<void>;
};

export type WebhookPayload = { readonly event: string; readonly data: Readonly<Record<string, unknown>> };

const ANSWER_TIMEOUT_MS = 10_000;
const MAX_DELIVERIES_KEPT = 1_000;
const FORGERS_KEY = 'sk_test_not_the_real_one';

export function createWebhookSender(secretKey: string, knobs: Knobs, background: Background): WebhookSender {
  let deliveries: Delivery[] = [];
  const sign = (body: string, key = secretKey) => createHmac('sha512', key).update(body).digest('hex');
  const held = () => deliveries.filter(({ status }) => status === 'held');

  /** Signed anew at each try, so that turning a knob back lets the next try through. */
  function tryOnce(body: string): Promise<number | null> {
    const signature = sign(body, knobs.forgeSignatures ? FORGERS_KEY : secretKey);
    return post(knobs.webhookUrl, knobs.alterBodies ? altered(body) : body, signature, background.signal);
  }

  async function deliver(delivery: Delivery, sleep: Sleep): Promise<void> {
    delivery.status = 'sending';
    for (const delayMs of [0, ...knobs.webhookRetryDelaysMs]) {
      await sleep(delayMs);
      delivery.attempts += 1;
      delivery.answered = await tryOnce(delivery.body);
      if (delivery.answered === 200) {
        delivery.status = 'delivered';
        return;
      }
    }
    delivery.status = 'given_up';
  }

  function queue(payload: WebhookPayload): void {
    const status = knobs.loseWebhooks || knobs.webhookUrl === null ? 'lost' : knobs.holdWebhooks ? 'held' : 'sending';
    const body = JSON.stringify(payload);
    const delivery: Delivery = {
      event: payload.event,
      reference: referenceIn(payload.data),
      body,
      status,
      attempts: 0,
      answered: null,
    };
    deliveries = [...deliveries.slice(-MAX_DELIVERIES_KEPT), delivery];
    if (status !== 'sending') return;
    background.run(async (sleep) => {
      await sleep(knobs.webhookDelayMs);
      await deliver(delivery, sleep);
    });
  }

  return {
    send(payload) {
      for (let copy = 0; copy < knobs.webhookCopies; copy += 1) queue(payload);
    },
    async sendRaw(body, signature) {
      const status = await post(knobs.webhookUrl, body, signature, background.signal);
      if (status === null) throw new Error(`nobody answered at ${knobs.webhookUrl ?? '(no webhook URL)'}`);
      return status;
    },
    sign,
    deliveries: () => deliveries,
    held,
    flush(order) {
      const waiting = held();
      const inOrder = order === 'reversed' ? waiting.toReversed() : (order?.map((index) => waiting[index]) ?? waiting);
      return new Promise((resolve, reject) => {
        background.run(async (sleep) => {
          try {
            for (const delivery of inOrder) if (delivery !== undefined) await deliver(delivery, sleep);
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
    },
  };
}

async function post(
  url: string | null,
  body: string,
  signature: string | null,
  stopping: AbortSignal,
): Promise<number | null> {
  if (url === null) return null;
  const headers = {
    'content-type': 'application/json',
    ...(signature === null ? {} : { 'x-paystack-signature': signature }),
  };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), stopping]);
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.arrayBuffer(); // or the connection stays taken
    return response.status;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null; // the merchant is down or slow
    throw error;
  }
}

/** Still JSON, and worth ten times as much: what a forger would do. */
function altered(body: string): string {
  return body.replace(/"amount":("?)(\d+)/, '"amount":$1$20');
}

function referenceIn(data: WebhookPayload['data']): string | null {
  const found = data['reference'] ?? data['transaction_reference'];
  return typeof found === 'string' ? found : null;
}
