import type { Stage } from './open.ts';
import { shrink } from './shrink.ts';
import { planStory, tellStory } from './story.ts';

/** Short stories, since everything is compared with everything and a failure is told again many times. */
const STORY_LENGTH = 250;
const SHRINK_BUDGET_MS = 45_000;

export type Report = { operations: number; stories: number; failure: string | null };

/** Tells stories until there were `operations` steps or one fails: story n of seed s is the same wherever it is told. */
export async function simulate(
  stage: Stage,
  { operations, seed, length = STORY_LENGTH }: { operations: number; seed: number; length?: number },
  onStory: (line: string) => void = () => undefined,
): Promise<Report> {
  let done = 0;
  for (let story = 0; done < operations; story += 1) {
    const steps = planStory(seed + story, Math.min(length, operations - done));
    const { failure } = await tellStory(stage, seed + story, steps);
    if (failure !== null) {
      const told = async (fewer: typeof steps) => (await tellStory(stage, seed + story, fewer)).failure;
      const least = await shrink(steps, failure, async (fewer) => told([...fewer]), SHRINK_BUDGET_MS);
      return { operations: done + failure.at, stories: story + 1, failure: explain(seed + story, steps.length, least) };
    }
    done += steps.length;
    onStory(`seed ${seed + story}: ${steps.length} operations`);
  }
  return { operations: done, stories: Math.ceil(done / length), failure: null };
}

function explain(seed: number, length: number, { failure }: Awaited<ReturnType<typeof shrink>>): string {
  return [
    `seed ${seed} breaks this (bin/simulate --seed ${seed} --ops ${length}):`,
    ...failure.broken.map((line) => `  - ${line}`),
    `The shortest story found that still breaks:`,
    ...failure.notes.map((line) => `  ${line}`),
  ].join('\n');
}
