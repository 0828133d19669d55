import { listenOnLoopback } from '../http.ts';
import { answerApi, type ApiCall } from './api.ts';
import { createBackground } from './background.ts';
import { answerCheckout, CHECKOUT_PATH } from './checkout.ts';
import { answerControl } from './control.ts';
import { addFault, createKnobs, turn, type FaultInput, type Knobs, type KnobsInput } from './knobs.ts';
import { payBy, type Outcome, type Payment } from './payments.ts';
import { createRecorder } from './recorder.ts';
import { advanceRefund, moveAlone } from './refunds.ts';
import type { StandIn } from './stand-in.ts';
import { openStore, type FakeRefund, type FakeTransaction } from './store.ts';
import { paidElsewhere, remember, type PastPayment } from './transactions.ts';
import { createWebhookSender, type Delivery, type WebhookPayload } from './webhooks.ts';

export type FakePaystackOptions = {
  readonly secretKey: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly domain?: 'test' | 'live';
  /** Where events go; can be turned later, when the merchant's port is known. */
  readonly webhookUrl?: string | null;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** Where payers reach the payment page, if not at the loopback address. */
  readonly publicUrl?: string;
  readonly merchantName?: string;
  /** Keeps payments and refunds over a restart. */
  readonly stateFile?: string;
  /** Gets a line of JSON for every exchange of the API. */
  readonly recordTo?: string;
  readonly knobs?: KnobsInput;
};

/** A running stand-in for Paystack: speaks its protocol over HTTP, and can be told to misbehave. */
export type FakePaystack = {
  readonly url: string;
  readonly knobs: Readonly<Knobs>;
  turn(change: KnobsInput): void;
  /** Lets the next calls go wrong; several faults are used up in order. */
  fail(fault: FaultInput): void;
  /** Pays as a payer would, without the page. Throws for an unknown reference. */
  pay(reference: string, outcome: Outcome, payment?: Payment): void;
  /** Another shop on the same account is paid: its reference is not ours. */
  payElsewhere(reference: string, amountMinor: number): FakeTransaction;
  /** Knows payments that were made before it ran: they can be looked up and refunded. */
  remember(payments: readonly PastPayment[]): void;
  transaction(reference: string): FakeTransaction;
  transactions(): FakeTransaction[];
  refunds(): FakeRefund[];
  advanceRefund(id: number, to?: FakeRefund['status']): boolean;
  /** Every call of the API so far, oldest first. */
  calls(): readonly ApiCall[];
  deliveries(): readonly Delivery[];
  heldWebhooks(): readonly Delivery[];
  flushWebhooks(order?: readonly number[] | 'reversed'): Promise<void>;
  /** Sends a payload (or any text) once, well signed unless a signature is given; resolves to the HTTP status. */
  sendWebhook(payload: WebhookPayload | string, signature?: string | null): Promise<number>;
  /** Hex HMAC-SHA512 of a body, by default under the right key. */
  sign(body: string, secretKey?: string): string;
  /** Resolves when no webhook and no refund is on its way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const MAX_CALLS_KEPT = 10_000;

export async function startFakePaystack(options: FakePaystackOptions): Promise<FakePaystack> {
  let publicUrl = '';
  const standIn = build(options, () => publicUrl);
  const record = createRecorder(options.recordTo ?? null);
  const calls: ApiCall[] = [];
  const noteCall = (call: ApiCall) => {
    if (calls.push(call) > MAX_CALLS_KEPT) calls.shift();
  };
  const server = await listenOnLoopback(options.port ?? 0, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    if (pathname.startsWith('/__')) return answerControl(standIn, request, response);
    if (CHECKOUT_PATH.test(pathname)) return answerCheckout(standIn, request, response);
    return answerApi(standIn, { record, noteCall }, request, response);
  });
  const url = `http://127.0.0.1:${server.port}`;
  publicUrl = (options.publicUrl ?? url).replace(/\/+$/, '');
  for (const { id } of standIn.store.refunds.values()) moveAlone(standIn, id);
  return {
    ...handles(standIn),
    url,
    calls: () => calls,
    async close() {
      await server.close();
      await standIn.background.stop();
    },
  };
}

function build(options: FakePaystackOptions, publicUrl: () => string): StandIn {
  const knobs = createKnobs({ webhookUrl: options.webhookUrl ?? null, ...options.knobs });
  const background = createBackground();
  return {
    domain: options.domain ?? 'test',
    secretKey: options.secretKey,
    merchantName: options.merchantName ?? 'Mentorship',
    knobs,
    store: openStore(options.stateFile ?? null),
    webhooks: createWebhookSender(options.secretKey, knobs, background),
    background,
    now: options.clock ?? Date.now,
    publicUrl,
  };
}

function handles(standIn: StandIn): Omit<FakePaystack, 'url' | 'calls' | 'close'> {
  const { knobs, store, webhooks, background } = standIn;
  const transaction = (reference: string) => {
    const one = store.transactions.get(reference);
    if (one === undefined) throw new Error(`the stand-in knows no reference ${reference}`);
    return one;
  };
  return {
    knobs,
    turn: (change) => void turn(knobs, change),
    fail: (fault) => addFault(knobs, fault),
    pay: (reference, outcome, payment) => payBy(standIn, transaction(reference), outcome, payment),
    payElsewhere: (reference, amountMinor) => paidElsewhere(standIn, reference, amountMinor),
    remember: (payments) => remember(standIn, payments),
    transaction,
    transactions: () => [...store.transactions.values()],
    refunds: () => [...store.refunds.values()],
    advanceRefund: (id, to) => advanceRefund(standIn, id, to),
    deliveries: webhooks.deliveries,
    heldWebhooks: webhooks.held,
    flushWebhooks: webhooks.flush,
    sendWebhook(payload, signature) {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      return webhooks.sendRaw(body, signature === undefined ? webhooks.sign(body) : signature);
    },
    sign: webhooks.sign,
    idle: background.idle,
  };
}
