import { moveRefund, receiveMoney } from './books.ts';
import { findLeftAhead, findTracesOfErased } from './invariants/leaving.ts';
import { findUnmet } from './invariants/outcomes.ts';
import { findStrayMeetings } from './invariants/zoom.ts';
import { readEverything } from './invariants/read.ts';
import { deliver, openPayments } from './operations/paying.ts';
import { runJob, sweepOnce } from './operations/work.ts';
import { deliverZoomPost } from './operations/zooming.ts';
import type { World } from './world.ts';

/** Beyond every deadline that a story knows: approvals 72 h, payments 24 h, and 72 h of asking after that. */
const PAUSES_MINUTES = [1, 2, 3, 5, 10, 20, 40, 60, 120, 240, 480, 720, 1440, 1440, 1440, 1440, 1440];
const DAY_MS = 24 * 60 * 60_000;
/** Refunds have ended at Paystack by now; this is for us to find out. */
const LAST_PAUSES_MINUTES = [240, 240, 60, 60, 5];

/**
 * Nothing goes wrong any more: Paystack and Zoom answer, jobs run, mails leave, and enough time passes for all to come out.
 * Says what should have been made good at once and was not.
 */
export async function heal(world: World): Promise<string[]> {
  world.isCalm = true;
  world.notes.push('all is well again');
  await settleDown(world);
  world.clock.advance(2); // a success is left to its own job for a minute
  await settleDown(world);
  const since = world.clock.now();
  const unmet = [...(await findUnmet(world)), ...(await findLeftAhead(world))];
  resolvePromises(world);
  for (const minutes of PAUSES_MINUTES) {
    await pass(world, minutes, 0.5);
    unmet.push(...(await findUnmet(world)));
  }
  // Until the last session is over, settled by the clock a day later, and its shares are released two days after that.
  const { sessions } = await readEverything(world.app.db);
  const last = Math.max(0, ...sessions.map(({ endsAt }) => endsAt.epochMilliseconds)) + 4 * DAY_MS;
  while (world.clock.now().epochMilliseconds < last) await pass(world, 1440, 0.5);
  for (const minutes of LAST_PAUSES_MINUTES) await pass(world, minutes, 1);
  return [...unmet, ...(await findStrayMeetings(world, since)), ...(await findTracesOfErased(world))];
}

async function pass(world: World, minutes: number, refundsEnding: number): Promise<void> {
  world.clock.advance(minutes);
  for (const refund of world.books.refunds) {
    const hasEnded = refund.status === 'processed' || refund.status === 'failed';
    if (!hasEnded && world.dice.chance(refundsEnding)) moveRefund(world.books, refund, 'processed');
  }
  await settleDown(world);
}

/** Half of the callbacks never arrive: the sweep must do without them. */
async function settleDown(world: World): Promise<void> {
  for (const callback of [...world.books.callbacks]) {
    if (world.dice.chance(0.5)) await deliver(world, callback);
    else world.books.callbacks = world.books.callbacks.filter((one) => one !== callback);
  }
  for (const post of world.zoom?.posts ?? []) await deliverZoomPost(world, post);
  for (let jobs = await world.jobs.due(); jobs.length > 0; jobs = await world.jobs.due()) {
    for (const job of jobs) await runJob(world, job);
  }
  await sweepOnce(world);
}

/** What a bank has promised arrives or does not. */
function resolvePromises(world: World): void {
  for (const payment of openPayments(world)) {
    if (payment.status === 'abandoned' || payment.status === 'failed') continue;
    if (world.dice.chance(0.5)) receiveMoney(world.books, payment, payment.askedMinor, world.clock.now());
    else payment.status = 'failed';
  }
}
