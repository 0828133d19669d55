import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask, parseJson, whatIsWrong, type Answer } from '../http.server.ts';
import { malformed, rejected, unavailable, type Failure, type PaystackResult } from './result.server.ts';

export type PaystackOptions = {
  /** `https://api.paystack.co`, or a stand-in. */
  readonly baseUrl: string;
  readonly secretKey: string;
  /** For one call as a whole: a retry does not get a second helping. */
  readonly timeoutMs: number;
  /** Told of every attempt. It is never given headers or bodies, so no secret and no personal data. */
  readonly log?: (exchange: Exchange) => void;
  readonly fetch?: typeof globalThis.fetch;
};

/** One attempt as logged; `status` is null when there was no answer. */
export type Exchange = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly attempt: number;
  readonly status: number | null;
  readonly elapsedMs: number;
  readonly error: string | null;
};

export type Call<T> = {
  readonly method: 'GET' | 'POST';
  /** With its query, each part already URI-encoded. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Reads the whole answer, envelope included. */
  readonly schema: z.ZodType<T>;
};

export type Send = <T>(call: Call<T>) => Promise<PaystackResult<T>>;

const MAX_MESSAGE_LENGTH = 300;
const MAX_READ_ATTEMPTS = 2;
const RETRY_PAUSE_MS = 50;
const RETRY_JITTER_MS = 150;

/**
 * Makes the one function through which every call to Paystack goes. Reads are tried twice after a cut line or a
 * 5xx; writes once only, since Paystack has no idempotency key. Throws only for a `baseUrl` that is no URL.
 */
export function createSend(options: PaystackOptions): Send {
  const base = new URL(options.baseUrl).href.replace(/\/+$/, '');
  return async (call) => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const attempts = call.method === 'GET' ? MAX_READ_ATTEMPTS : 1;
    for (let attempt = 1; ; attempt += 1) {
      const result = await once(options, base, call, attempt, signal);
      if (result.ok || attempt >= attempts || signal.aborted || !isBriefTrouble(result)) return result;
      await pause(RETRY_PAUSE_MS + Math.random() * RETRY_JITTER_MS);
    }
  };
}

/** A 429 is not brief: asking again at once makes it worse. */
function isBriefTrouble({ error }: Failure): boolean {
  return error.kind === 'unavailable' && error.status !== 429;
}

async function once<T>(options: PaystackOptions, base: string, call: Call<T>, attempt: number, signal: AbortSignal) {
  const startedMs = performance.now();
  const { secretKey, timeoutMs, fetch } = options;
  const { method, body } = call;
  const authorization = `Bearer ${secretKey}`;
  const answer = await ask({ url: base + call.path, method, authorization, body, signal, timeoutMs, fetch });
  const result = 'text' in answer ? read(call, answer) : unavailable(answer.why, answer.outcomeUnknown);
  options.log?.({
    method: call.method,
    path: call.path,
    attempt,
    status: 'text' in answer ? answer.status : null,
    elapsedMs: Math.round(performance.now() - startedMs),
    error: result.ok ? null : result.error.message,
  });
  return result;
}

const envelope = z.object({
  status: z.boolean(),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
});

function read<T>({ method, schema }: Call<T>, { status, text }: Answer): PaystackResult<T> {
  const isWrite = method === 'POST';
  const json = parseJson(text);
  const head = envelope.safeParse(json).data;
  const message = (head?.message || `HTTP ${status}`).slice(0, MAX_MESSAGE_LENGTH);
  const where = { status, ...(head?.code === undefined ? {} : { code: head.code }) };
  if (status === 429) return unavailable(message, false, where);
  if (status >= 500 || status === 408) return unavailable(message, isWrite, where);
  if (head === undefined) return malformed(`HTTP ${status} without a readable body`, isWrite, where);
  if (status >= 400 || !head.status) return rejected(message, where);
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return malformed(`unexpected answer: ${whatIsWrong(parsed.error)}`, isWrite, where);
}
