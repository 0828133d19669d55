import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataDirInUse, lockDataDir } from './lock.server.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mentorship-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('refuses a second opener, naming the pid of the first', () => {
  const release = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(DataDirInUse);
  expect(() => lockDataDir(folder)).toThrow(new RegExp(`process ${process.pid}[ .]`));
  release();
  expect(existsSync(lock)).toBe(false);
  lockDataDir(folder)();
});

it('makes the folder when it is missing', () => {
  const release = lockDataDir(join(folder, 'a', 'b'));
  expect(existsSync(join(folder, 'a', 'b', 'lock'))).toBe(true);
  release();
});

it('takes over the lock of a process that is gone', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  const pid = child.pid;
  await new Promise((resolve) => child.once('exit', resolve));
  writeFileSync(lock, `${pid} 12345`);
  const release = lockDataDir(folder);
  expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
  release();
});

it('is not fooled by a pid that another process has by now', () => {
  writeFileSync(lock, `${process.pid} 1`);
  lockDataDir(folder)();
});

it.each(['', 'nonsense', '-1', '0'])('takes over a lock that says %j', (text) => {
  writeFileSync(lock, text);
  lockDataDir(folder)();
});

it('leaves a lock that another process took over in the meantime', () => {
  const release = lockDataDir(folder);
  writeFileSync(lock, '1 1');
  release();
  expect(readFileSync(lock, 'utf8')).toBe('1 1');
});
