import type { Random } from '#shared/id.ts';
import type { AppClock } from './clock.server.ts';
import type { Config } from './config.server.ts';
import type { Database, OpenDatabase } from './db/client.server.ts';
import type { Jobs } from './jobs.server.ts';
import type { Limits } from './limits.server.ts';
import type { Log } from './log.server.ts';
import type { Mailer } from './mail/mailer.server.ts';
import type { Paystack } from './paystack/client.server.ts';
import type { Zoom } from './zoom/client.server.ts';

/** Everything from outside that the features may use. Made once by a process, or by a test, and handed on. */
export type App = {
  config: Config;
  database: OpenDatabase;
  db: Database;
  clock: AppClock;
  random: Random;
  jobs: Jobs;
  limits: Limits;
  paystack: Paystack;
  /** Null while Zoom is not configured. */
  zoom: Zoom | null;
  mailer: Mailer;
  log: Log;
};
