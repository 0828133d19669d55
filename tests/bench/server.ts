import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { askServer } from './messages.ts';

export type MeasuredServer = Awaited<ReturnType<typeof askServer>> & { stop(): Promise<void> };

/** Starts one of this folder's servers in a process of its own, so that its CPU time is its own, too. */
export async function startServer(file: string, env: Record<string, string>): Promise<MeasuredServer> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const server = await askServer(child);
  return {
    ...server,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
