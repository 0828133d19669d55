import { parseArgs } from 'node:util';
import { Mistake } from '#shared/mistake.ts';
import { openStage, type Engine } from '#tests/simulator/open.ts';
import { simulate } from '#tests/simulator/run.ts';
import { runOnce } from './support/run-once.ts';

const USAGE = 'Usage: bin/simulate [--ops 2000] [--seed 1] [--engine pglite|postgresql]';

await runOnce(async () => {
  const { operations, seed, engine } = readArguments(process.argv.slice(2));
  const stage = await openStage(engine, process.env['TEST_DATABASE_URL']);
  try {
    const begun = performance.now();
    const report = await simulate(stage, { operations, seed }, console.log);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${report.operations} operations in ${report.stories} stories on ${engine}, ${seconds} s`);
    if (report.failure !== null) throw new Mistake(report.failure);
  } finally {
    await stage.close();
  }
});

function readArguments(args: string[]): { operations: number; seed: number; engine: Engine } {
  const { ops = '2000', seed = '1', engine = 'pglite' } = parse(args);
  if (engine !== 'pglite' && engine !== 'postgresql') throw new Mistake(`--engine is pglite or postgresql.\n${USAGE}`);
  if (engine === 'postgresql' && process.env['TEST_DATABASE_URL'] === undefined)
    throw new Mistake('--engine postgresql needs TEST_DATABASE_URL, a server on which databases may be made.');
  return { operations: wholeNumber(ops, '--ops'), seed: wholeNumber(seed, '--seed'), engine };
}

function wholeNumber(text: string, name: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Mistake(`${name} is a whole number from 1.\n${USAGE}`);
  return Number(text);
}

function parse(args: string[]): { ops?: string; seed?: string; engine?: string } {
  try {
    const options = { ops: { type: 'string' }, seed: { type: 'string' }, engine: { type: 'string' } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Mistake(`${error.message}\n${USAGE}`);
  }
}
