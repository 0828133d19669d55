import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startFakePaystack, type FakePaystack, type FakePaystackOptions } from './paystack/server.ts';
import { startFakeZoom, type FakeZoom } from './zoom/server.ts';
import { startFakeSmtp, type FakeSmtp } from './smtp/server.ts';

export type StandInsOptions = {
  readonly secretKey: string;
  /** The product's `/api/webhooks/paystack`. */
  readonly webhookUrl: string | null;
  /** The product's `/api/webhooks/zoom`; none, the default: what happens at Zoom's stand-in stays there. */
  readonly zoomWebhookUrl?: string;
  /** 0, the default, takes any free port. A demo wants fixed ones, so that its payment links outlive a restart. */
  readonly paystackPort?: number;
  readonly zoomPort?: number;
  readonly smtpPort?: number;
  /** A folder in which payments and meetings are remembered over a restart; made if it is missing. */
  readonly stateDir?: string;
  readonly paystack?: Omit<FakePaystackOptions, 'secretKey' | 'webhookUrl' | 'port' | 'stateFile'>;
};

export type StandIns = {
  readonly paystack: FakePaystack;
  readonly zoom: FakeZoom;
  readonly smtp: FakeSmtp;
  close(): Promise<void>;
};

/** Starts the local stand-ins for the outside services, on loopback only: for demo, dev and tests. */
export async function startStandIns(options: StandInsOptions): Promise<StandIns> {
  const { stateDir } = options;
  if (stateDir !== undefined) mkdirSync(stateDir, { recursive: true });
  const paystack = await startFakePaystack({
    ...options.paystack,
    secretKey: options.secretKey,
    webhookUrl: options.webhookUrl,
    port: options.paystackPort ?? 0,
    ...(stateDir === undefined ? {} : { stateFile: join(stateDir, 'paystack-stand-in.json') }),
  });
  try {
    const zoom = await startZoom(options);
    const smtp = await startFakeSmtp({ port: options.smtpPort ?? 0 });
    const close = async () => void (await Promise.all([paystack.close(), zoom.close(), smtp.close()]));
    return { paystack, zoom, smtp, close };
  } catch (error) {
    await paystack.close();
    throw error;
  }
}

function startZoom({ zoomPort = 0, zoomWebhookUrl, stateDir }: StandInsOptions): Promise<FakeZoom> {
  return startFakeZoom({
    port: zoomPort,
    knobs: { webhookUrl: zoomWebhookUrl ?? null },
    ...(stateDir === undefined ? {} : { stateFile: join(stateDir, 'zoom-stand-in.json') }),
  });
}
