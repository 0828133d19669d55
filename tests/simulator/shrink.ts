import type { Failure, Step } from './story.ts';

/**
 * A shorter story that still fails: leaves out ever smaller parts, for at most `budgetMs`. What it finds need not be
 * the shortest, but each step that is left was tried without when there was time.
 */
export async function shrink(
  steps: readonly Step[],
  failure: Failure,
  tell: (steps: readonly Step[]) => Promise<Failure | null>,
  budgetMs: number,
): Promise<{ steps: readonly Step[]; failure: Failure }> {
  const until = Date.now() + budgetMs;
  let shortest = { steps: steps.slice(0, failure.at), failure };
  for (let size = Math.ceil(shortest.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < shortest.steps.length && Date.now() < until;) {
      const without = [...shortest.steps.slice(0, from), ...shortest.steps.slice(from + size)];
      const still = await tell(without);
      if (still === null || kindOf(still) !== kindOf(failure)) from += size;
      else shortest = { steps: without.slice(0, still.at), failure: still };
    }
  }
  return shortest;
}

/** Without what differs from one telling to the next, so that one bug is not shrunk into another. */
function kindOf({ broken }: Failure): string {
  return (broken[0]?.split('\n')[0] ?? '').replace(/[0-9a-f-]*\d[0-9a-f-]*/g, '#');
}
