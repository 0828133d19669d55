import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join(root, 'test-results', 'counts');

/** The part of Vitest's JSON report that we count. */
type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { fullName: string }[] }[];
};

/** Runs unit, database and HTTP tests. `pgliteTests` tells how many would have a twin on PostgreSQL. */
export async function runVitest(): Promise<Counts & { pgliteTests: number }> {
  const file = reportFile('vitest.json');
  const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const exitCode = await run('node_modules/vitest/vitest.mjs', ['run', ...flags]);
  const report = readReport<VitestReport>(file);
  if (report === null) return { ...broken('Vitest'), pgliteTests: 0 };
  const unloaded = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: orBroken(failed, exitCode, 'Vitest'),
    skipped: report.numPendingTests + report.numTodoTests,
    pgliteTests: report.testResults
      .flatMap((one) => one.assertionResults)
      .filter(({ fullName }) => /\bon pglite\b/.test(fullName)).length,
  };
}

type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

/** Runs the browser stories. */
export async function runPlaywright(): Promise<Counts> {
  const file = reportFile('playwright.json');
  const exitCode = await run(PLAYWRIGHT, ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const report = readReport<PlaywrightReport>(file);
  if (report === null) return broken('Playwright');
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: orBroken(unexpected + flaky, exitCode, 'Playwright'), skipped };
}

/** How many browser stories there are, for a machine that cannot run them. */
export async function countStories(): Promise<number> {
  const file = reportFile('stories.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const exitCode = await run(PLAYWRIGHT, ['test', '--list', '--reporter=json'], env);
  type Suite = { specs: unknown[]; suites?: Suite[] };
  const count = ({ specs, suites = [] }: Suite): number =>
    specs.length + suites.reduce((sum, suite) => sum + count(suite), 0);
  const report = readReport<{ suites: Suite[] }>(file);
  if (exitCode !== 0 || report === null) return 1;
  return report.suites.reduce((sum, suite) => sum + count(suite), 0);
}

/** Runs one of the project's tools on the pinned Node, its output passed through; resolves to its exit code. */
function run(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function reportFile(name: string): string {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}

function readReport<Report>(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return null;
    }
    throw error;
  }
}

/** A runner that fails without a failed test (an error outside any test) still counts as one. */
function orBroken(failed: number, exitCode: number, name: string): number {
  return failed === 0 && exitCode !== 0 ? broken(name).failed : failed;
}

function broken(name: string): Counts {
  console.error(`${name} ended in an error outside any test: see above.`);
  return { passed: 0, failed: 1, skipped: 0 };
}
