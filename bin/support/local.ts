import { sql } from 'drizzle-orm';
import { person } from '#infra/db/tables/accounts.server.ts';
import type { App } from '#infra/app.server.ts';
import { Mistake } from '#shared/mistake.ts';
import { parseInstant, toMs } from '#shared/time.ts';
import type { Environment, startWeb } from '#processes/parts.server.ts';
import type { Running } from '#processes/run.server.ts';
import { startAll } from '#processes/start-all.server.ts';
import { startStandIns, type StandIns } from '#tests/fakes/start.ts';
import { pastPayments } from '#tests/world/past-payments.ts';
import { seedWorld } from '#tests/world/seed.ts';

export type Local = Running & { app: App; standIns: StandIns };

type Options = { mode: 'demo' | 'dev'; dataDir: string; serve?: typeof startWeb };

const STAND_IN_KEY = 'sk_test_local_stand_in';
const DEFAULT_PORT = 3000;

/** Starts the product and its stand-ins in this one process, with the world in it at the first start. */
export async function startLocal(given: Environment, { mode, dataDir, serve }: Options): Promise<Local> {
  const port = Number(given['PORT'] || DEFAULT_PORT);
  const env = { LOG_LEVEL: 'warn', DATA_DIR: dataDir, PAYSTACK_SECRET_KEY: STAND_IN_KEY, ...withoutEmpty(given) };
  /** The stand-in tells the time as the product does, once there is a product. */
  let nowMs = Date.now;
  const standIns = await openStandIns(port, env.PAYSTACK_SECRET_KEY, env.DATA_DIR, () => nowMs());
  const addresses = {
    APP_MODE: mode,
    PAYSTACK_BASE_URL: standIns.paystack.url,
    SMTP_URL: standIns.smtp.url,
    ...zoomSettings(standIns, given),
  };
  try {
    const mails = async () =>
      standIns.smtp.mails().map(({ to, subject, text, html, sentAt }) => ({ to, subject, text, html, sentAt }));
    const options = {
      mails,
      prepare: async (app: App) => {
        nowMs = () => toMs(app.clock.now());
        await seedIfEmpty(app, standIns, given['DEMO_CLOCK'] || null);
      },
      ...(serve === undefined ? {} : { serve }),
    };
    const running = await startAll({ ...env, ...addresses }, options);
    const stop = async () => {
      await running.stop();
      await standIns.close();
    };
    return { app: running.app, standIns, stop };
  } catch (error) {
    await standIns.close();
    throw error;
  }
}

/** Zoom's stand-in, unless the environment names an account of its own, or an empty one: then there is no Zoom. */
function zoomSettings({ zoom }: StandIns, given: Environment): Environment {
  if (given['ZOOM_ACCOUNT_ID'] !== undefined) return {};
  const { accountId, clientId, clientSecret, webhookSecret } = zoom.credentials;
  return {
    ZOOM_ACCOUNT_ID: accountId,
    ZOOM_CLIENT_ID: clientId,
    ZOOM_CLIENT_SECRET: clientSecret,
    ZOOM_WEBHOOK_SECRET: webhookSecret,
    ZOOM_HOSTS: 'host-one@zoom.test,host-two@zoom.test',
    ZOOM_BASE_URL: zoom.baseUrl,
    ZOOM_OAUTH_URL: zoom.oauthUrl,
  };
}

/** Next to the product's port, so that payment and meeting links outlive a restart; any free ones when one is taken. */
async function openStandIns(port: number, secretKey: string, dataDir: string, clock: () => number): Promise<StandIns> {
  const options = {
    secretKey,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/paystack`,
    zoomWebhookUrl: `http://127.0.0.1:${port}/api/webhooks/zoom`,
    paystack: { clock },
    ...(dataDir.startsWith('memory:') ? {} : { stateDir: dataDir }),
  };
  try {
    return await startStandIns({ ...options, paystackPort: port + 1, zoomPort: port + 2 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return startStandIns(options);
  }
}

/** A new world begins now, or at the later moment that `DEMO_CLOCK` names, so that a story reads the same at any hour. */
async function seedIfEmpty(app: App, { paystack }: StandIns, startsAt: string | null): Promise<void> {
  const [row] = await app.db.select({ people: sql<number>`count(*)::int` }).from(person);
  if (row?.people !== 0) return;
  if (startsAt !== null) await setClock(app, startsAt);
  await seedWorld(app);
  paystack.remember(await pastPayments(app));
}

async function setClock(app: App, iso: string): Promise<void> {
  const when = parseInstant(iso);
  if (when === null || !(await app.clock.moveTo(when))) {
    throw new Mistake(`DEMO_CLOCK must be a moment to come, like 2030-01-31T09:00:00Z; it is ${iso}.`);
  }
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}
