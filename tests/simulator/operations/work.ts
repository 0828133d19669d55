import { allSweeps } from '#processes/sweep.server.ts';
import { jobHandlers } from '#processes/jobs.server.ts';
import { isCrash } from '../crash.ts';
import { findMissedReminders, remindersDue } from '../invariants/reminders.ts';
import type { WaitingJob } from '../jobs.ts';
import type { World } from '../world.ts';
import { type Operation } from './operation.ts';

/** A callback that could not be looked into is looked into again: the one failure that a job may have. */
const EXPECTED = /could not be asked/;

/** Runs a job as a worker would: what fails is tried again later, and a worker that dies leaves it to another. */
export async function runJob(world: World, job: WaitingJob): Promise<string> {
  const handler = jobHandlers(world.app).get(job.queue);
  if (handler === undefined) throw new Error(`nobody listens on ${job.queue}`);
  try {
    await handler(job.data, String(job.id));
  } catch (error) {
    await world.jobs.postpone(job);
    if (isCrash(error)) throw error;
    if (!(error instanceof Error && EXPECTED.test(error.message))) throw error;
    return `${job.queue} failed`;
  }
  // Now and then the worker dies before it can say that the job is done, and it runs twice.
  if (!world.isCalm && world.dice.chance(0.1)) return `${job.queue}, to run again`;
  await world.jobs.finish(job);
  return job.queue;
}

const runJobs: Operation = {
  name: 'run jobs',
  weight: 22,
  async run(world, dice) {
    const done: string[] = [];
    for (let left = 1 + dice.roll(5); left > 0; left -= 1) {
      const job = dice.pickAny(await world.jobs.due());
      if (job === null) break;
      done.push(await runJob(world, job));
    }
    return done.length === 0 ? null : done.join(', ');
  },
};

const loseJob: Operation = {
  name: 'lose job',
  weight: 1,
  async run(world, dice) {
    const job = dice.pickAny(await world.jobs.due());
    if (job === null) return null;
    await world.jobs.finish(job);
    return job.queue;
  },
};

/** One after the other without the sweep's own net, so that an error in one of them is seen. Once through, every reminder is given. */
export async function sweepOnce(world: World): Promise<void> {
  const due = await remindersDue(world);
  for (const one of allSweeps) await one.run(world.app);
  world.missed.push(...(await findMissedReminders(world, due)));
}

const sweep: Operation = {
  name: 'sweep',
  weight: 12,
  async run(world) {
    await sweepOnce(world);
    return world.clock.now().toString();
  },
};

const STEPS_MINUTES = [1, 2, 2, 5, 10, 10, 32, 33, 36, 60, 150, 600];

const passTime: Operation = {
  name: 'pass time',
  weight: 8,
  async run({ clock, depth }, dice) {
    if (depth > 0) return null; // no call takes that long
    clock.advance(dice.pick(STEPS_MINUTES) + dice.roll(3));
    return clock.now().toString();
  },
};

export const workOperations: readonly Operation[] = [runJobs, loseJob, sweep, passTime];
