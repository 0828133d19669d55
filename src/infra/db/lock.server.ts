import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '#shared/mistake.ts';

/** The embedded database is open in another process: two openers would lose rows. */
export class DataDirInUse extends Mistake {}

/**
 * Takes the lock file of an embedded database's folder and returns its release. A second opener is refused
 * with the holder's pid; a lock whose holder is gone is taken over.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'lock');
  if (!tryCreate(path)) {
    const holder = readHolder(path);
    if (holder !== null && isRunning(holder)) throw new DataDirInUse(inUse(dataDir, holder));
    if (!removeStale(path, holder) || !tryCreate(path)) throw new DataDirInUse(inUse(dataDir, readHolder(path)));
  }
  const release = () => {
    if (readHolder(path) === identity()) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return () => {
    process.removeListener('exit', release);
    release();
  };
}

function inUse(dataDir: string, holder: string | null): string {
  const by = holder === null ? 'another process' : `process ${holder.split(' ')[0]}`;
  return `The database in ${dataDir} is already open in ${by}. Stop that process, or choose another DATA_DIR.`;
}

/** Written first and linked into place, so that nobody ever reads a lock that does not say whose it is. */
function tryCreate(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, identity());
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a stale lock away. Should another process have done so first and locked anew, its lock is put back. */
function removeStale(path: string, holder: string | null): boolean {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) === holder) return true;
    linkSync(aside, path);
    return false;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return true;
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** The pid, and on Linux when that process began, so that a pid used again does not look like the holder. */
function identity(pid: number = process.pid): string {
  return `${pid}${startOf(pid)}`;
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return ` ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch (error) {
    if (isFileError(error, 'ENOENT') || isFileError(error, 'ESRCH')) return '';
    throw error;
  }
}

function isRunning(holder: string): boolean {
  const pid = Number(holder.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isFileError(error, 'ESRCH')) return false;
    if (!isFileError(error, 'EPERM')) throw error;
  }
  return identity(pid) === holder;
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
