import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Engine, type Stage } from './open.ts';
import { simulate } from './run.ts';

const serverUrl = process.env['TEST_DATABASE_URL'];
const SEED = 20_261_123;

/**
 * Tells as many stories as CI has time for, in parts, so that a failure names one early. Two files tell half of them
 * each, since files run side by side.
 */
export function tellParts(engine: Engine, parts: readonly number[], operationsAPart: number): void {
  const isMissing = engine === 'postgresql' && serverUrl === undefined;
  describe.skipIf(isMissing)(`stories on ${engine}${isMissing ? ' (set TEST_DATABASE_URL)' : ''}`, () => {
    let stage: Stage;
    beforeAll(async () => void (stage = await openStage(engine, serverUrl)));
    afterAll(() => stage.close());

    it.each(parts)('lose no money and double-book nobody, part %i', { timeout: 300_000 }, async (part) => {
      const { failure, operations } = await simulate(stage, { operations: operationsAPart, seed: SEED + part * 100 });
      expect(failure ?? '').toBe('');
      expect(operations).toBe(operationsAPart);
    });
  });
}
