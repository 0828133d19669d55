import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FaultPoint } from '#infra/fault.server.ts';

const ENTRY = fileURLToPath(new URL('../../src/processes/all.ts', import.meta.url));
const START_MS = 150_000;

/** The built product in a process of its own, web and worker, that may be told to die at a named place. */
export type Victim = {
  readonly url: string;
  /** Resolves to the signal that ended it. */
  readonly died: Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
};

export type VictimSettings = { databaseUrl: string; paystackUrl: string; smtpUrl: string; port: number };

/** Starts it and waits until it is ready. With a fault point it ends itself by SIGKILL when it comes there. */
export async function startVictim(settings: VictimSettings, faultPoint?: FaultPoint): Promise<Victim> {
  const url = `http://127.0.0.1:${settings.port}`;
  const child = spawn(process.execPath, [ENTRY], {
    env: {
      PATH: process.env['PATH'],
      APP_MODE: 'test',
      LOG_LEVEL: 'error',
      PORT: String(settings.port),
      PUBLIC_URL: `http://localhost:${settings.port}`,
      DATABASE_URL: settings.databaseUrl,
      PAYSTACK_BASE_URL: settings.paystackUrl,
      SMTP_URL: settings.smtpUrl,
      ...(faultPoint === undefined ? {} : { FAULT_POINT: faultPoint }),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const died = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  await ready(url, child);
  return {
    url,
    died,
    async stop() {
      child.kill('SIGTERM');
      await died;
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => null); // refused until it listens
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('the product did not become ready');
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
