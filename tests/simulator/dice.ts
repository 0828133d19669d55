import type { Random } from '#shared/id.ts';

/** Everything that chance decides in a story. The same seeds give the same throws. */
export type Dice = Random & {
  /** Within 0 (included) and 1 (not). */
  next(): number;
  /** A whole number from 0 to `sides - 1`. */
  roll(sides: number): number;
  chance(probability: number): boolean;
  /** One of these; a bug when there is none. */
  pick<T>(from: readonly T[]): T;
  /** One of these, or null when there is none. */
  pickAny<T>(from: readonly T[]): T | null;
  /** Dice of their own, so that what they decide does not depend on how often these are thrown later. */
  fork(): Dice;
};

const WARM_UP = 12;

/** Throws by sfc32, which is quick, has 128 bits of state and passes the usual tests. */
export function createDice(...seeds: number[]): Dice {
  let [a = 0, b = 0, c = 0] = seeds;
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let thrown = 0; thrown < WARM_UP; thrown += 1) draw();
  const next = () => draw() / 2 ** 32;
  const roll = (sides: number) => Math.floor(next() * sides);
  const pickAny = <T>(from: readonly T[]): T | null => from[roll(from.length)] ?? null;
  return {
    next,
    roll,
    chance: (probability) => next() < probability,
    pickAny,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('nothing to pick from');
      return pickAny(from) as T;
    },
    fork: () => createDice(draw(), draw(), draw()),
    bytes: (count) => Uint8Array.from({ length: count }, () => draw() & 0xff),
  };
}
