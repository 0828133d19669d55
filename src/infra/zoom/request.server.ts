import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { instant, type Instant } from '#shared/time.ts';
import { ask, parseJson, whatIsWrong, type Answer } from '../http.server.ts';
import { limited, malformed, rejected, unavailable, type Failure, type ZoomResult } from './result.server.ts';
import { createTokens, type TokenOptions } from './token.server.ts';

export type ZoomOptions = TokenOptions & {
  /** `https://api.zoom.us/v2`, or a stand-in's. */
  readonly baseUrl: string;
  /** Told of every attempt. It is never given headers or bodies, so no token and no personal data. */
  readonly log?: (exchange: Exchange) => void;
};

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One attempt as logged; `status` is null when there was no answer. The path holds meeting and host ids, no secret. */
export type Exchange = {
  readonly method: Method;
  readonly path: string;
  readonly attempt: number;
  readonly status: number | null;
  readonly elapsedMs: number;
  readonly error: string | null;
};

export type Call<T> = {
  readonly method: Method;
  /** With its query, each part already URI-encoded. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Reads the whole answer; undefined for 204. */
  readonly schema: z.ZodType<T>;
};

export type Send = <T>(call: Call<T>) => Promise<ZoomResult<T>>;

const MAX_MESSAGE_LENGTH = 300;
const MAX_READ_ATTEMPTS = 2;
const RETRY_PAUSE_MS = 50;
const RETRY_JITTER_MS = 150;
/** Zoom's word for a token that is no longer good. */
const INVALID_TOKEN = 124;

/**
 * Makes the one function through which every call to Zoom goes. Reads are tried twice after a cut line or a 5xx,
 * writes once only; a token that Zoom refuses is replaced and the call made once more, since nothing was done.
 */
export function createSend(options: ZoomOptions): Send {
  const base = new URL(options.baseUrl).href.replace(/\/+$/, '');
  const tokens = createTokens(options);
  return async (call) => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const attempts = call.method === 'GET' ? MAX_READ_ATTEMPTS : 1;
    let freshTokens = 1;
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.get();
      if (!token.ok) return token;
      const result = await once(options, { url: base + call.path, token: token.value, attempt, signal }, call);
      if (result.ok) return result;
      if (isStaleToken(result)) {
        tokens.forget(token.value);
        if (freshTokens-- > 0) continue;
        return result;
      }
      if (attempt >= attempts || signal.aborted || result.error.kind !== 'unavailable') return result;
      await pause(RETRY_PAUSE_MS + Math.random() * RETRY_JITTER_MS);
    }
  };
}

function isStaleToken({ error }: Failure): boolean {
  return error.kind === 'rejected' && (error.code === INVALID_TOKEN || error.status === 401);
}

type Attempt = { readonly url: string; readonly token: string; readonly attempt: number; readonly signal: AbortSignal };

async function once<T>(options: ZoomOptions, attempt: Attempt, call: Call<T>): Promise<ZoomResult<T>> {
  const startedMs = performance.now();
  const { timeoutMs, fetch, nowMs = Date.now } = options;
  const { url, token, signal } = attempt;
  const { method, body } = call;
  const answer = await ask({ url, method, authorization: `Bearer ${token}`, body, signal, timeoutMs, fetch });
  const result = 'text' in answer ? read(call, answer, nowMs) : unavailable(answer.why, answer.outcomeUnknown);
  options.log?.({
    method: call.method,
    path: call.path,
    attempt: attempt.attempt,
    status: 'text' in answer ? answer.status : null,
    elapsedMs: Math.round(performance.now() - startedMs),
    error: result.ok ? null : result.error.message,
  });
  return result;
}

const refusal = z.object({
  code: z.int().optional().catch(undefined),
  message: z.string().catch(''),
  errors: z
    .array(z.object({ field: z.string().catch('?') }))
    .optional()
    .catch(undefined),
});

function read<T>({ method, schema }: Call<T>, answer: Answer, nowMs: () => number): ZoomResult<T> {
  const { status, text } = answer;
  const isWrite = method !== 'GET';
  const json = text === '' ? undefined : parseJson(text);
  if (status >= 400) return readRefusal(answer, json, isWrite, nowMs);
  const parsed = status < 300 ? schema.safeParse(json) : null;
  if (parsed?.success) return { ok: true, value: parsed.data };
  const wrong = parsed === null ? `HTTP ${status}` : whatIsWrong(parsed.error);
  return malformed(`unexpected answer: ${wrong}`, isWrite, { status });
}

function readRefusal({ status, headers }: Answer, json: unknown, isWrite: boolean, nowMs: () => number): Failure {
  const said = refusal.safeParse(json).data;
  const fields = said?.errors?.map(({ field }) => field).join(', ');
  const message = `${said?.message || `HTTP ${status}`}${fields ? ` (${fields})` : ''}`.slice(0, MAX_MESSAGE_LENGTH);
  const where = { status, ...(said?.code === undefined ? {} : { code: said.code }) };
  if (status === 429) {
    const retryAt = readRetryAfter(headers.get('retry-after'), nowMs());
    const isDaily = /daily/i.test(headers.get('x-ratelimit-type') ?? '') || /daily/i.test(message);
    return limited(message, { ...where, isDaily, ...(retryAt === null ? {} : { retryAt }) });
  }
  if (status >= 500 || status === 408) return unavailable(message, isWrite, where);
  // Zoom's own refusals carry a code; a proxy's page does not.
  if (said?.code === undefined) return malformed(`HTTP ${status} that is not Zoom's`, isWrite, where);
  return rejected(message, where);
}

/** Zoom writes an ISO date; seconds and an HTTP date are what everyone else does. */
function readRetryAfter(text: string | null, nowMs: number): Instant | null {
  if (text === null) return null;
  const ms = /^\d{1,7}$/.test(text) ? nowMs + Number(text) * 1000 : Date.parse(text);
  return Number.isFinite(ms) ? instant(ms) : null;
}
