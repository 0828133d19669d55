import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataDirInUse, lockDataDir } from '#infra/db/lock.server.ts';
import { Mistake } from '#shared/mistake.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = join(root, 'build');
/** Says which sources the build was made from. */
const stamp = join(build, 'sources');
const BUILD_WAIT_MS = 120_000;
const LOOK_EVERY_MS = 100;
const SOURCES = ['src', 'static', 'package-lock.json', 'vite.config.ts'];
/** Node runs these itself; only the web application is built. */
const NOT_BUILT = /(\.test\.ts|^src\/processes\/.*|^src\/infra\/.*)$/;

/** Builds the web application, unless `build/` was made from the very sources that stand here. */
export function buildIfStale(say: (line: string) => void): void {
  if (isFresh()) return;
  const release = waitForTurn();
  try {
    if (isFresh()) return; // whoever was building just now has built this, too
    say('Building the pages (a few seconds, once after every change) …');
    const sources = fingerprint();
    runVite();
    writeFileSync(stamp, sources);
  } finally {
    release();
  }
}

function isFresh(): boolean {
  return existsSync(join(build, 'handler.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Two builds at once would write over each other. */
function waitForTurn(): () => void {
  const until = Date.now() + BUILD_WAIT_MS;
  for (;;) {
    try {
      return lockDataDir(join(root, '.svelte-kit', 'building'));
    } catch (error) {
      if (!(error instanceof DataDirInUse) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
    }
  }
}

function runVite(): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Mistake(`The pages could not be built:\n${stdout}${stderr}`);
}

/** Of names, sizes and times: quick, and any edit changes it. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(source)) {
      const { size, mtimeMs } = statSync(join(root, file));
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((file) => !NOT_BUILT.test(file))
    .sort();
}
