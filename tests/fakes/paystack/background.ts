import { setTimeout as wait } from 'node:timers/promises';

export type Sleep = (delayMs: number) => Promise<void>;

/** What the stand-in does on its own: webhooks on their way, refunds moving along. */
export type Background = {
  /** `sleep` throws once the stand-in is closed, which ends the work. */
  run(work: (sleep: Sleep) => Promise<void>): void;
  /** Resolves when nothing is on its way any more; rejects with the first bug met. */
  idle(): Promise<void>;
  /** Aborted at `stop`. */
  readonly signal: AbortSignal;
  stop(): Promise<void>;
};

export function createBackground(): Background {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const bugs: unknown[] = [];
  const sleep: Sleep = (delayMs) => wait(delayMs, undefined, { signal: stopping.signal });

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
    if (bugs.length > 0) throw bugs[0];
  }

  return {
    run(work) {
      const done = work(sleep)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) bugs.push(error);
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    idle,
    signal: stopping.signal,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}
