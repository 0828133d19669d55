import { z } from 'zod';
import { ok } from '#shared/result.ts';
import { ask, parseJson } from '../http.server.ts';
import { malformed, rejected, unavailable, type ZoomResult } from './result.server.ts';

export type TokenOptions = {
  /** `https://zoom.us/oauth/token`, or a stand-in's. */
  readonly oauthUrl: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch;
  /** Real time in epoch milliseconds: a token ends by Zoom's clock, not by ours. */
  readonly nowMs?: () => number;
};

export type Tokens = {
  /** The token of this process; asked for once however many calls need it at the same time. */
  get(): Promise<ZoomResult<string>>;
  /** Zoom no longer takes this one. A newer one, fetched meanwhile, is kept. */
  forget(token: string): void;
};

/** A token is renewed this long before it ends, so that no call begins with one that ends on its way. */
const RENEW_BEFORE_MS = 5 * 60_000;
const MAX_MESSAGE_LENGTH = 300;

type Held = { readonly token: string; readonly endsAtMs: number };

/** Keeps one Server-to-Server access token, shared by all calls of a process. */
export function createTokens(options: TokenOptions): Tokens {
  const nowMs = options.nowMs ?? Date.now;
  let held: Held | null = null;
  let fetching: Promise<ZoomResult<Held>> | null = null;

  const renew = async (): Promise<ZoomResult<Held>> => {
    const fetched = await fetchToken(options, nowMs());
    if (fetched.ok) held = fetched.value;
    return fetched;
  };

  return {
    async get() {
      if (held !== null && nowMs() < held.endsAtMs - RENEW_BEFORE_MS) return ok(held.token);
      const fetched = await (fetching ??= renew().finally(() => (fetching = null)));
      if (fetched.ok) return ok(fetched.value.token);
      // Renewing early has failed: the old one still has some minutes.
      return held !== null && nowMs() < held.endsAtMs ? ok(held.token) : fetched;
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });
const refusal = z.object({ reason: z.string().optional(), error: z.string().optional() });

async function fetchToken(options: TokenOptions, nowMs: number): Promise<ZoomResult<Held>> {
  const { oauthUrl, accountId, clientId, clientSecret, timeoutMs, fetch } = options;
  const answer = await ask({
    url: oauthUrl,
    method: 'POST',
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
    signal: AbortSignal.timeout(timeoutMs),
    timeoutMs,
    fetch,
  });
  // Whether a token was made does not matter: another is as good.
  if (!('text' in answer)) return unavailable(`no token: ${answer.why}`, false);
  const { status, text } = answer;
  if (status === 429 || status === 408 || status >= 500)
    return unavailable(`no token: HTTP ${status}`, false, { status });
  const json = parseJson(text);
  const token = tokenAnswer.safeParse(json);
  if (status < 300 && token.success) {
    return ok({ token: token.data.access_token, endsAtMs: nowMs + token.data.expires_in * 1000 });
  }
  const why = refusal.safeParse(json).data;
  if (status < 400 || why === undefined)
    return malformed(`no token: HTTP ${status} that is not Zoom's`, false, { status });
  const message = `no token: ${why.reason ?? why.error ?? `HTTP ${status}`}`;
  return rejected(message.slice(0, MAX_MESSAGE_LENGTH), { status });
}
