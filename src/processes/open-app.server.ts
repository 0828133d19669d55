import type { App } from '#infra/app.server.ts';
import { openErrorReports } from '#infra/error-reports.server.ts';
import { createClock } from '#infra/clock.server.ts';
import { readConfig, type Config } from '#infra/config.server.ts';
import { openDatabase } from '#infra/db/client.server.ts';
import { migrate } from '#infra/db/migrate.server.ts';
import { openJobs } from '#infra/jobs.server.ts';
import { createLimits } from '#infra/limits.server.ts';
import { createLog } from '#infra/log.server.ts';
import { createMailer } from '#infra/mail/mailer.server.ts';
import { createPaystack } from '#infra/paystack/client.server.ts';
import { createZoom } from '#infra/zoom/client.server.ts';
import { systemRandom } from '#shared/id.ts';
import { allQueues } from './jobs.server.ts';

const PAYSTACK_TIMEOUT_MS = 8_000;
const ZOOM_TIMEOUT_MS = 8_000;
const MAIL_TIMEOUT_MS = 10_000;

/** Whether the schema is brought up to date first; who only looks leaves it as it is. */
type Options = { migrates?: boolean };

export type OpenApp = { app: App; close(): Promise<void> };

/**
 * Opens everything from outside, in order: configuration, log, database, migrations, clock, jobs, providers.
 * Throws `ConfigError`, `DataDirInUse` or `WrongDatabaseMode` with a line for people; whatever was open is closed.
 */
export async function openApp(
  env: Record<string, string | undefined>,
  { migrates = true }: Options = {},
): Promise<OpenApp> {
  const config = readConfig(env);
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    return { app: await open(config, closing, migrates), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(config: Config, closing: (() => unknown)[], migrates: boolean): Promise<App> {
  const reports = config.sentryDsn === null ? null : await openErrorReports(config.sentryDsn, config.mode);
  if (reports !== null) closing.push(() => reports.close());
  const log = createLog(config.logLevel, reports?.report);
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  closing.push(() => database.close());
  if (migrates) await migrate(database, config.mode);
  const clock = createClock(database.db, config.mode === 'demo' || config.mode === 'test');
  await clock.refresh();
  const jobs = await openJobs(database, allQueues, log);
  closing.push(() => jobs.stop());
  const { smtpUrl, from, supportEmail } = config.mail;
  const mailer = createMailer({ smtpUrl, from, replyTo: supportEmail, clock, timeoutMs: MAIL_TIMEOUT_MS });
  closing.push(() => mailer.close());
  const limits = createLimits(config.redisUrl);
  closing.push(() => limits.close());
  const paystack = createPaystack({
    ...config.paystack,
    timeoutMs: PAYSTACK_TIMEOUT_MS,
    log: (exchange) => log.debug(exchange, 'paystack'),
  });
  const zoom =
    config.zoom &&
    createZoom({ ...config.zoom, timeoutMs: ZOOM_TIMEOUT_MS, log: (exchange) => log.debug(exchange, 'zoom') });
  return { config, database, db: database.db, clock, random: systemRandom, jobs, limits, paystack, zoom, mailer, log };
}
