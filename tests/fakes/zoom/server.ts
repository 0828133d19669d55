import { listenOnLoopback } from '../http.ts';
import { createBackground } from '../paystack/background.ts';
import { answerApi, type ApiCall } from './api.ts';
import { answerControl } from './control.ts';
import { answerJoin, JOIN_PATH } from './join-page.ts';
import { addFault, createKnobs, turn, type FaultInput, type Knobs, type KnobsInput } from './knobs.ts';
import { find, forget } from './meetings.ts';
import { enter, leave, type Entering } from './people.ts';
import type { Credentials, StandIn } from './stand-in.ts';
import { openStore, type FakeMeeting, type FakeParticipant } from './store.ts';
import { createWebhookSender, type Delivery, type WebhookSender } from './webhooks.ts';

export type FakeZoomOptions = {
  readonly credentials?: Credentials;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Epoch milliseconds: tokens end and days are counted by it. */
  readonly clock?: () => number;
  /** Keeps meetings over a restart. */
  readonly stateFile?: string;
  readonly knobs?: KnobsInput;
};

/** What its product must be configured with; no secret of anybody's. */
export const STAND_IN_CREDENTIALS: Credentials = {
  accountId: 'stand-in-account',
  clientId: 'stand-in-client',
  clientSecret: 'stand-in-client-secret',
  webhookSecret: 'stand-in-webhook-secret',
};

/** A running stand-in for Zoom: speaks its protocol over HTTP, and can be told to misbehave. */
export type FakeZoom = {
  readonly url: string;
  /** What `ZOOM_BASE_URL` and `ZOOM_OAUTH_URL` must be. */
  readonly baseUrl: string;
  readonly oauthUrl: string;
  readonly credentials: Credentials;
  readonly knobs: Readonly<Knobs>;
  turn(change: KnobsInput): void;
  /** Lets the next calls go wrong; several faults are used up in order. */
  fail(fault: FaultInput): void;
  /** Every token stops being good at once. */
  revokeTokens(): void;
  meetings(): FakeMeeting[];
  /** As somebody does in Zoom's own pages: an event says so, nobody else does. */
  deleteByHand(id: number | string): void;
  enter(id: number | string, who?: Entering): FakeParticipant;
  leave(id: number | string, userId: string): void;
  /** Every call so far, oldest first. */
  calls(): readonly ApiCall[];
  deliveries(): readonly Delivery[];
  readonly webhooks: WebhookSender;
  /** Resolves when no webhook is on its way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const MAX_CALLS_KEPT = 10_000;

export async function startFakeZoom(options: FakeZoomOptions = {}): Promise<FakeZoom> {
  let url = '';
  const standIn = build(options, () => url);
  const calls: ApiCall[] = [];
  const noteCall = (call: ApiCall) => {
    if (calls.push(call) > MAX_CALLS_KEPT) calls.shift();
  };
  const server = await listenOnLoopback(options.port ?? 0, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    if (pathname.startsWith('/__')) return answerControl(standIn, request, response);
    if (JOIN_PATH.test(pathname)) return answerJoin(standIn, request, response);
    return answerApi(standIn, noteCall, request, response);
  });
  url = `http://127.0.0.1:${server.port}`;
  return {
    ...handles(standIn),
    url,
    baseUrl: `${url}/v2`,
    oauthUrl: `${url}/oauth/token`,
    calls: () => calls,
    async close() {
      await server.close();
      await standIn.background.stop();
    },
  };
}

function build(options: FakeZoomOptions, publicUrl: () => string): StandIn {
  const knobs = createKnobs(options.knobs ?? {});
  const background = createBackground();
  const credentials = options.credentials ?? STAND_IN_CREDENTIALS;
  const now = options.clock ?? Date.now;
  return {
    credentials,
    knobs,
    store: openStore(options.stateFile ?? null),
    webhooks: createWebhookSender(credentials.webhookSecret, { knobs, background, now }),
    background,
    tokens: new Map(),
    now,
    publicUrl,
  };
}

function handles(standIn: StandIn): Omit<FakeZoom, 'url' | 'baseUrl' | 'oauthUrl' | 'calls' | 'close'> {
  const { knobs, store, webhooks, background, credentials, tokens } = standIn;
  const meeting = (id: number | string) => {
    const found = find(standIn, String(id));
    if (found === null) throw new Error(`the stand-in knows no meeting ${id}`);
    return found;
  };
  return {
    credentials,
    knobs,
    turn: (change) => void turn(knobs, change),
    fail: (fault) => addFault(knobs, fault),
    revokeTokens: () => tokens.clear(),
    meetings: () => [...store.meetings.values()],
    deleteByHand: (id) => forget(standIn, meeting(id), meeting(id).host),
    enter: (id, who = {}) => enter(standIn, meeting(id), who),
    leave: (id, userId) => void leave(standIn, meeting(id), userId),
    deliveries: webhooks.deliveries,
    webhooks,
    idle: background.idle,
  };
}
