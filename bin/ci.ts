import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Mistake } from '#shared/mistake.ts';
import { checkDependencies } from './support/dependencies.ts';
import { runOnce } from './support/run-once.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** In this order: the check of types writes generated types that the later ones read. */
const STEPS: readonly { readonly name: string; readonly script: string }[] = [
  { name: 'Format', script: 'format:check' },
  { name: 'Types', script: 'check' },
  { name: 'Lint', script: 'lint' },
  { name: 'Import rules', script: 'boundaries' },
  { name: 'Build and tests', script: 'test' },
];

const say = (line: string) => console.log(line);

await runOnce(async () => {
  checkDependencies();
  const startedMs = Date.now();
  let counts = '';
  for (const [index, { name, script }] of STEPS.entries()) {
    const isLast = index === STEPS.length - 1;
    const stepStartedMs = Date.now();
    say(`── ${name} (${index + 1} of ${STEPS.length}): npm run ${script}`);
    const { exitCode, held } = await runScript(script);
    if (isLast) counts = held;
    else if (held !== '') say(held);
    const verdict = exitCode === 0 ? 'passed' : 'FAILED';
    say(`── ${name} ${verdict} after ${seconds(stepStartedMs)}`);
    if (exitCode === 0) continue;
    if (!isLast)
      throw new Mistake(`bin/ci stopped at ${name}: nothing after it was checked. Repeat: npm run ${script}`);
    process.exitCode = 1;
  }
  say(`── Everything together took ${seconds(startedMs)}`);
  say('');
  say(counts);
});

/**
 * Runs a script of package.json and passes its output on as it comes, except for the last line, which is `held` back:
 * the counts of the tests must stay the last line of all.
 */
async function runScript(script: string): Promise<{ exitCode: number; held: string }> {
  const child = spawn('npm', ['run', '--silent', script], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  let held: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.trim() !== '') {
      held.forEach(say);
      held = [];
    }
    held.push(line);
  }
  return { exitCode: await ended, held: held[0] ?? '' };
}

function seconds(sinceMs: number): string {
  return `${Math.round((Date.now() - sinceMs) / 1000)} s`;
}
