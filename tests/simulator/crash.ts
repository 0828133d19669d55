/** The process dies here: whatever it had not committed is gone, and nobody gets an answer. */
export class Crash extends Error {}

/** True when nothing but crashes went wrong. */
export function isCrash(error: unknown): boolean {
  return error instanceof AggregateError ? error.errors.every(isCrash) : error instanceof Crash;
}
