import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postJson } from './caller.ts';

const DEMO = fileURLToPath(new URL('../../bin/demo', import.meta.url));
const START_MS = 180_000;
/** pino's level for what should never happen. */
const ERROR_LEVEL = 50;

/** The built product with its stand-ins, started as `npm run demo` starts it, on an embedded database of its own. */
export type Product = {
  /** Without a trailing slash. */
  readonly url: string;
  /** The stand-in for Paystack: its hosted pages, and its knobs under `/__…`. */
  readonly paystackUrl: string;
  /** The stand-in for Zoom: its join pages, and its knobs under `/__…`. */
  readonly zoomUrl: string;
  /** Error lines of its log since the last call: bugs that no page told. */
  takeErrors(): string[];
  stop(): Promise<void>;
};

type Options = {
  /** Laid over the environment; PostgreSQL and Redis are used only when named here. */
  readonly env?: Record<string, string>;
};

export async function startProduct({ env = {} }: Options = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mentorship-story-'));
  const port = await freePort();
  const child = spawn(DEMO, [], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      REDIS_URL: '',
      PORT: String(port),
      DATA_DIR: dataDir,
      DEMO_CLOCK: tuesdayMorning(),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const stop = async () => {
    await end(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const zoomUrl = await output.waitFor(/stand-in for Zoom at (http:\/\/[\d.]+:\d+)/);
    const paystackUrl = await output.waitFor(/stand-in for Paystack at (http:\/\/[\d.]+:\d+)/);
    return { url: `http://localhost:${port}`, paystackUrl, zoomUrl, takeErrors: output.takeErrors, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const TUESDAY = 2;
const LAGOS_NINE_UTC_HOURS = 8;

/** The next Tuesday at nine in Lagos: a story must not end differently because it was told late on a Saturday. */
function tuesdayMorning(): string {
  const day = new Date();
  day.setUTCHours(LAGOS_NINE_UTC_HOURS, 0, 0, 0);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== TUESDAY);
  return day.toISOString();
}

/** What the product takes for now, as an ISO instant. */
export async function productNow({ url }: Product): Promise<string> {
  const answer = await fetch(`${url}/demo/clock`);
  return ((await answer.json()) as { now: string }).now;
}

/** Moves the product's clock; answers when everything due by then has happened. */
export async function advanceClock({ url }: Product, minutes: number): Promise<void> {
  const { status, body } = await postJson(`${url}/demo/clock`, { advanceMinutes: minutes });
  if (status !== 200) throw new Error(`the clock did not move: ${status} ${JSON.stringify(body)}`);
}

export type Mail = { to: string; subject: string; text: string; html: string; sentAt: string };

/** Mails to one address, newest first. */
export async function mailsTo({ url }: Product, address: string): Promise<Mail[]> {
  const answer = await fetch(`${url}/demo/mails`, { headers: { accept: 'application/json' } });
  const { mails } = (await answer.json()) as { mails: Mail[] };
  return mails.filter(({ to }) => to.includes(address));
}

/** Turns knobs of the stand-in for Paystack, or lets its next calls fail (`/__faults`). */
export function tellPaystack({ paystackUrl }: Product, path: string, body: object): Promise<unknown> {
  return tellStandIn(paystackUrl, path, body);
}

/** Turns knobs of the stand-in for Zoom, or lets its next calls fail (`/__faults`). */
export function tellZoom({ zoomUrl }: Product, path: string, body: object): Promise<unknown> {
  return tellStandIn(zoomUrl, path, body);
}

async function tellStandIn(url: string, path: string, body: object): Promise<unknown> {
  const answer = await postJson(`${url}${path}`, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export type PaystackState = {
  transactions: {
    reference: string;
    accessCode: string;
    amountMinor: number;
    status: string;
    callbackUrl: string | null;
  }[];
  refunds: { id: number; reference?: string; status: string; amountMinor: number }[];
};

export async function paystackState({ paystackUrl }: Product): Promise<PaystackState> {
  const answer = await fetch(`${paystackUrl}/__state`);
  return (await answer.json()) as PaystackState;
}

/** Free at this moment; the demo puts Paystack's stand-in beside it, or elsewhere should that be taken. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

function collect(child: ChildProcess) {
  let text = '';
  let takenUpTo = 0;
  const waiting = new Set<() => void>();
  const add = (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return {
    waitFor(pattern: RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          act();
        };
        const look = () => {
          const found = pattern.exec(text)?.[1];
          if (found !== undefined) settle(() => resolve(found));
        };
        const give = (why: string) => () =>
          settle(() => reject(new Error(`the product did not start: ${why}\n${text}`)));
        const timer = setTimeout(give(`it said nothing of ${pattern} in ${START_MS} ms`), START_MS);
        child.once('error', (error) => give(error.message)());
        child.once('exit', (code) => give(`it ended with code ${code}`)());
        waiting.add(look);
        look();
      });
    },
    takeErrors(): string[] {
      const lines = text.slice(takenUpTo).split('\n');
      takenUpTo = text.lastIndexOf('\n') + 1;
      return lines.filter(isErrorLine);
    },
  };
}

function isErrorLine(line: string): boolean {
  const level = /^\{"level":(\d+),/.exec(line)?.[1];
  return level !== undefined && Number(level) >= ERROR_LEVEL;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
