import { createDice, type Dice } from './dice.ts';
import { isCrash } from './crash.ts';
import { heal } from './heal.ts';
import { findBrokenNow, findBrokenBasics } from './invariants/all.ts';
import { findUnresolved } from './invariants/outcomes.ts';
import type { Stage } from './open.ts';
import { allOperations, type Operation } from './operations/all.ts';
import { openWorld, type World } from './world.ts';

/** One operation with dice of its own, so that leaving out another changes nothing about it but the world it meets. */
export type Step = { operation: string; seed: number };
export type Failure = { broken: string[]; at: number; notes: string[] };
export type Told = { failure: Failure | null; notes: string[] };

/** Every how many steps everything is compared with everything. */
const FULL_CHECK_EVERY = 25;
/** Longer than a page at Paystack is waited for, so that no story ever waits by a real clock. */
const BETWEEN_STEPS_MINUTES = 0.21;
const MAX_DEPTH = 2;
/** How many operations are tried until one has something to do. */
const MAX_PICKS = 6;
/** So few that no call to Paystack lasts for two minutes, which the product relies on. */
const MAX_INTERRUPTIONS = 4;

export function planStory(seed: number, length: number): Step[] {
  const dice = createDice(seed, 1);
  return Array.from({ length }, () => ({
    operation: pickOperation(dice).name,
    seed: dice.roll(2 ** 32),
  }));
}

/** Lives through a story on an emptied stage, checks after each step, heals at the end and checks that all was resolved. */
export async function tellStory(stage: Stage, seed: number, steps: readonly Step[]): Promise<Told> {
  const world = await openWorld(stage, seed);
  let at = 0;
  try {
    for (const step of steps) {
      at += 1;
      await perform(world, find(step.operation), createDice(seed, step.seed, 2));
      const isFull = at % FULL_CHECK_EVERY === 0 || at === steps.length;
      refuse(isFull ? await findBrokenNow(world) : await findBrokenBasics(world));
    }
    world.dice = createDice(seed, 3);
    refuse(await heal(world));
    refuse([...(await findBrokenNow(world)), ...(await findUnresolved(world))]);
    return { failure: null, notes: world.notes };
  } catch (error) {
    const broken = error instanceof Broken ? error.broken : [unexpected(error)];
    return { failure: { broken, at, notes: world.notes }, notes: world.notes };
  } finally {
    await world.app.limits.close();
  }
}

class Broken extends Error {
  readonly broken: string[];
  constructor(broken: string[]) {
    super(broken.join('\n'));
    this.broken = broken;
  }
}

function refuse(broken: string[]): void {
  if (broken.length > 0) throw new Broken(broken);
}

function unexpected(error: unknown): string {
  if (error instanceof AggregateError)
    return error.errors
      .filter((one) => !isCrash(one))
      .map(unexpected)
      .join('\n');
  if (!(error instanceof Error)) return `unexpected: ${String(error)}`;
  const cause = error.cause instanceof Error ? `\n  caused by ${error.cause.message}` : '';
  return `unexpected error: ${error.stack ?? error.message}${cause}`;
}

/** One operation, or another when there is nothing to do it with. What a crash leaves behind is the point; any other error is a bug. */
async function perform(world: World, first: Operation, dice: Dice, depth = 0): Promise<void> {
  const before = { dice: world.dice, interrupt: world.interrupt, depth: world.depth };
  Object.assign(world, { dice, depth, interrupt: () => interrupt(world, dice, depth) });
  if (depth === 0) world.interruptions = 0;
  world.clock.advance(depth === 0 ? BETWEEN_STEPS_MINUTES + dice.next() : BETWEEN_STEPS_MINUTES);
  const at = world.notes.push('') - 1;
  let operation = first;
  const note = (text: string) => (world.notes[at] = `${'  '.repeat(depth)}${operation.name}: ${text}`);
  try {
    for (let tries = 0; tries < MAX_PICKS; tries += 1) {
      const done = await operation.run(world, dice);
      note(done ?? 'nothing to do');
      if (done !== null) return;
      operation = pickOperation(dice);
    }
  } catch (error) {
    note(`dies ${error instanceof Error ? error.message : String(error)}`);
    if (!isCrash(error)) throw error;
  } finally {
    Object.assign(world, before);
  }
}

async function interrupt(world: World, dice: Dice, depth: number): Promise<void> {
  const isEnough = world.isCalm || depth >= MAX_DEPTH || world.interruptions >= MAX_INTERRUPTIONS;
  if (isEnough || !dice.chance(0.12)) return;
  world.interruptions += 1;
  const inner = dice.fork();
  await perform(world, pickOperation(inner), inner, depth + 1);
}

const totalWeight = allOperations.reduce((sum, { weight }) => sum + weight, 0);

function pickOperation(dice: Dice): Operation {
  let left = dice.roll(totalWeight);
  for (const operation of allOperations) {
    left -= operation.weight;
    if (left < 0) return operation;
  }
  throw new Error('the weights add up');
}

function find(name: string): Operation {
  const operation = allOperations.find((one) => one.name === name);
  if (operation === undefined) throw new Error(`no operation ${name}`);
  return operation;
}
