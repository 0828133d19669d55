import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake } from '#shared/mistake.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every pinned package is installed in its pinned version, or a `Mistake` says what to run. */
export function checkDependencies(): void {
  const { dependencies } = readPackage(join(root, 'package.json')) as { dependencies: Record<string, string> };
  for (const [name, pinned] of Object.entries(dependencies)) {
    const found = readPackage(join(root, 'node_modules', name, 'package.json'))?.version;
    if (found !== pinned) {
      throw new Mistake(
        `node_modules is out of date (${name} is ${found ?? 'missing'}, not ${pinned}): run npm ci, then try again.`,
      );
    }
  }
}

function readPackage(path: string): { version?: string; dependencies?: Record<string, string> } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { version?: string };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
