import type { App } from '#infra/app.server.ts';
import type { AppClock } from '#infra/clock.server.ts';
import type { Config } from '#infra/config.server.ts';
import type { OpenDatabase } from '#infra/db/client.server.ts';
import type { JobDefinition } from '#infra/job-definition.server.ts';
import type { Jobs } from '#infra/jobs.server.ts';
import { createLimits } from '#infra/limits.server.ts';
import { createLog } from '#infra/log.server.ts';
import type { Mail, Mailer } from '#infra/mail/mailer.server.ts';
import type { Paystack } from '#infra/paystack/client.server.ts';
import type { Zoom } from '#infra/zoom/client.server.ts';
import type { ZoomConfig } from '#infra/zoom/config.server.ts';
import { systemRandom, type Random } from '#shared/id.ts';
import { isBefore, parseInstant, plusMinutes, type Instant } from '#shared/time.ts';
import { allJobs, jobHandlers } from '#processes/jobs.server.ts';

export type TestAppOptions = {
  paystack?: Paystack;
  /** Zoom's client and what is configured beside it; without, sessions meet at the tutors' links. */
  zoom?: { client: Zoom; config: ZoomConfig };
  mailer?: Mailer;
  random?: Random;
  /** Where the test's clock stands, an ISO instant. It moves only when told. */
  now?: string;
};

/** A clock that stands still until a test moves it. */
export type TestClock = AppClock & { set(iso: string): void; advance(minutes: number): void };

export type TestApp = {
  app: App;
  clock: TestClock;
  /** What the default mailer was given, oldest first. */
  mails: Mail[];
  /** Runs every due job, and those that they ask for, to the end; a job that throws fails the test. */
  runJobs(jobs?: readonly JobDefinition[]): Promise<number>;
  /** Empties the database and sets the clock back. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

type Opened = { database: OpenDatabase; jobs: Jobs; close(): Promise<void> };

/** Tests begin on a Monday at ten in Lagos, unless they say otherwise. */
export const DEFAULT_NOW = '2026-11-23T09:00:00Z';

/** Wires an app for a test around an open database. */
export function createTestApp(
  { database, jobs, close }: Opened,
  config: Config,
  options: TestAppOptions,
  empty: () => Promise<void>,
): TestApp {
  const clock = createTestClock(options.now ?? DEFAULT_NOW);
  const mails: Mail[] = [];
  const limits = createLimits(null);
  const app: App = {
    config: { ...config, zoom: options.zoom?.config ?? null },
    database,
    db: database.db,
    clock,
    random: options.random ?? systemRandom,
    jobs,
    limits,
    paystack: options.paystack ?? noPaystack(),
    zoom: options.zoom?.client ?? null,
    mailer: options.mailer ?? collectingMailer(mails),
    log: createLog(config.logLevel),
  };
  return {
    app,
    clock,
    mails,
    runJobs: (definitions = allJobs) => jobs.runDue(jobHandlers(app, definitions)),
    async reset() {
      await empty();
      clock.set(options.now ?? DEFAULT_NOW);
      mails.length = 0;
    },
    async close() {
      await limits.close();
      await close();
    },
  };
}

function createTestClock(start: string): TestClock {
  let now = read(start);
  return {
    now: () => now,
    async refresh() {},
    async moveTo(when) {
      if (isBefore(when, now)) return false;
      now = when;
      return true;
    },
    set(iso) {
      now = read(iso);
    },
    advance(minutes) {
      now = plusMinutes(now, minutes);
    },
  };
}

function read(iso: string): Instant {
  const when = parseInstant(iso);
  if (when === null) throw new Error(`${iso} is no instant`);
  return when;
}

function collectingMailer(mails: Mail[]): Mailer {
  return {
    async send(mail) {
      mails.push(mail);
      return { ok: true };
    },
    verify: async () => ({ ok: true }),
    close: () => undefined,
  };
}

/** A test that meets Paystack says how: with the stand-in, or with a Paystack of its own. */
function noPaystack(): Paystack {
  const refuse = () => Promise.reject(new Error('this test opened its app without a Paystack'));
  return { initialize: refuse, verify: refuse, refund: refuse, getRefund: refuse, listRefunds: refuse };
}
