import type { z } from 'zod';

/** What the clients of outside services share: asking with a key, and reading an answer without trusting it. */

export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

/** Why no answer came, and whether the request may have arrived all the same: always false for reads. */
export type NoAnswer = { readonly why: string; readonly outcomeUnknown: boolean };

export type Question = {
  readonly url: string;
  readonly method: string;
  readonly authorization: string;
  readonly body?: Readonly<Record<string, unknown>> | URLSearchParams | undefined;
  readonly signal: AbortSignal;
  /** What `signal` waits for, to be told. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch | undefined;
};

/** Makes one request and reads its answer. An outage is a value. */
export async function ask(question: Question): Promise<Answer | NoAnswer> {
  const { fetch = globalThis.fetch, url, method, signal, timeoutMs } = question;
  try {
    // The key must not follow a redirect elsewhere.
    const response = await fetch(url, { method, ...contentOf(question), redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, text: await boundedText(response) };
  } catch (error) {
    const isWrite = method !== 'GET';
    if (signal.aborted) return { why: `no answer within ${timeoutMs} ms`, outcomeUnknown: isWrite };
    const code = causeCode(error);
    const outcomeUnknown = isWrite && !NEVER_SENT.has(code ?? '');
    return { why: `no answer: ${code ?? 'connection lost'}`, outcomeUnknown };
  }
}

/** A form says itself what it is. */
function contentOf({ authorization, body }: Question): Pick<RequestInit, 'headers' | 'body'> {
  const headers = { authorization, accept: 'application/json' };
  if (body === undefined || body instanceof URLSearchParams) return { headers, ...(body && { body }) };
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Names the fields only: their values may be personal. */
export function whatIsWrong(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'} ${issue.code}`)
    .join(', ');
}

const MAX_ANSWER_BYTES = 2_000_000;

/** Reads at most the bound; what is longer comes back cut, so that it fails to parse. */
async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Undefined when it is no JSON: `null` is JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Codes after which we know that the request never left: no connection was made. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `fetch` wraps what the socket said as `cause`. */
function causeCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : null;
}
