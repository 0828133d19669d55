import { createHmac } from 'node:crypto';
import type { Background, Sleep } from '../paystack/background.ts';
import type { Knobs } from './knobs.ts';

export type Delivery = {
  readonly event: string;
  readonly body: string;
  status: 'sending' | 'delivered' | 'given_up' | 'lost';
  attempts: number;
  /** The product's last answer; null when there was none. */
  answered: number | null;
};

export type Signed = { readonly signature: string; readonly timestamp: string };

export type WebhookSender = {
  /** Sends it as the knobs say: often, forged, late, never. */
  send(event: string, payload: object): void;
  /** Sends once and resolves to the answer: for bodies and signatures of your own making. */
  sendRaw(body: string, headers: Partial<Signed>): Promise<{ status: number; text: string }>;
  sign(body: string, options?: { secret?: string; atMs?: number }): Signed;
  deliveries(): readonly Delivery[];
};

const ANSWER_TIMEOUT_MS = 10_000;
const MAX_DELIVERIES_KEPT = 1_000;

export function createWebhookSender(
  secret: string,
  { knobs, background, now }: { knobs: Knobs; background: Background; now: () => number },
): WebhookSender {
  let deliveries: Delivery[] = [];
  const sign: WebhookSender['sign'] = (body, { secret: key = secret, atMs = Date.now() } = {}) => {
    const timestamp = String(Math.floor(atMs / 1000));
    const hex = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
    return { signature: `v0=${hex}`, timestamp };
  };

  /** Signed anew at each try, so that turning a knob back lets the next try through. */
  async function tryOnce(body: string): Promise<number | null> {
    const key = knobs.forgeSignatures ? 'somebody-elses-secret' : secret;
    const signed = sign(body, { secret: key, atMs: Date.now() - knobs.webhookAgeMs });
    return (await post(knobs.webhookUrl, body, signed, background.signal))?.status ?? null;
  }

  async function deliver(delivery: Delivery, sleep: Sleep): Promise<void> {
    for (const delayMs of [0, ...knobs.webhookRetryDelaysMs]) {
      await sleep(delayMs);
      delivery.attempts += 1;
      delivery.answered = await tryOnce(delivery.body);
      if (delivery.answered !== 200) continue;
      delivery.status = 'delivered';
      return;
    }
    delivery.status = 'given_up';
  }

  function queue(event: string, body: string): void {
    const status = knobs.loseWebhooks || knobs.webhookUrl === null ? 'lost' : 'sending';
    const delivery: Delivery = { event, body, status, attempts: 0, answered: null };
    deliveries = [...deliveries.slice(-MAX_DELIVERIES_KEPT), delivery];
    if (status === 'sending') background.run((sleep) => deliver(delivery, sleep));
  }

  return {
    send(event, payload) {
      const body = JSON.stringify({ event, event_ts: now(), payload });
      for (let copy = 0; copy < knobs.webhookCopies; copy += 1) queue(event, body);
    },
    async sendRaw(body, headers) {
      const answer = await post(knobs.webhookUrl, body, headers, background.signal);
      if (answer === null) throw new Error(`nobody answered at ${knobs.webhookUrl ?? '(no webhook URL)'}`);
      return answer;
    },
    sign,
    deliveries: () => deliveries,
  };
}

async function post(
  url: string | null,
  body: string,
  { signature, timestamp }: Partial<Signed>,
  stopping: AbortSignal,
) {
  if (url === null) return null;
  const headers = {
    'content-type': 'application/json',
    ...(signature === undefined ? {} : { 'x-zm-signature': signature }),
    ...(timestamp === undefined ? {} : { 'x-zm-request-timestamp': timestamp }),
  };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), stopping]);
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null; // the product is down or slow
    throw error;
  }
}
