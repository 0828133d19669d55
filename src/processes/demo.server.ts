import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '#infra/app.server.ts';
import type { Demo, DemoMail } from '#infra/demo.server.ts';
import { isBefore, latest, plusMinutes } from '#shared/time.ts';
import { sweep } from './sweep.server.ts';

const SETTLE_MS = 5_000;
const LOOK_EVERY_MS = 25;
/** The clock ticks on while a request is read, and while what is under way ends. */
const TICK_MINUTES = 1 / 60;

/** What the demo and tests can do on top; null in production and dev. */
export function createDemo(app: App, mails: (() => Promise<readonly DemoMail[]>) | null): Demo | null {
  if (app.config.mode !== 'demo' && app.config.mode !== 'test') return null;
  return {
    mails,
    async moveClockTo(when) {
      const isForward = !isBefore(plusMinutes(when, TICK_MINUTES), app.clock.now());
      // What is under way ends at its own time: a mail that is being sent would look, an hour later, as if it had been lost.
      if (isForward) await settle(app);
      if (!(await app.clock.moveTo(isForward ? latest(when, app.clock.now()) : when))) return false;
      await sweep(app);
      await settle(app);
      return true;
    },
  };
}

/** Gives the jobs that the sweep asked for their time; one that keeps failing is not waited for. */
async function settle(app: App): Promise<void> {
  const until = Date.now() + SETTLE_MS;
  while (Date.now() < until) {
    const waiting = Object.values(await app.jobs.backlog()).reduce((sum, count) => sum + count, 0);
    if (waiting === 0) return;
    await pause(LOOK_EVERY_MS);
  }
}
