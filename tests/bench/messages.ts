import type { ChildProcess } from 'node:child_process';

/** One statement as the product sent it, with its parameters as the driver had them. */
export type Statement = { text: string; values: unknown[] };

/** What a measured server is asked by the bench, over the line between the two processes. */
export type Questions = {
  /** CPU time of the whole process so far, in milliseconds. */
  cpuMs: () => number;
  /** Runs plain SQL on the server's own database. */
  sql: (text: string) => unknown[];
  /** Begins to keep, or hands over, the statements that the product sends. */
  beginTrace: () => null;
  endTrace: () => Statement[];
  /** Begins to sample; hands over the CPU time since, and the share of samples below each of these functions. */
  beginProfile: () => null;
  endProfile: (below: string[]) => Record<string, number>;
};

export type Name = keyof Questions;
export type Answer<N extends Name> = ReturnType<Questions[N]>;
export type Answers = { [N in Name]: (...args: Parameters<Questions[N]>) => Answer<N> | Promise<Answer<N>> };

type Asked = { id: number; name: Name; args: unknown[] };
type Told = { id: number; value?: unknown; error?: string } | { port: number };

/** In the server's process: says on which port it listens, then answers until the line is cut. */
export function answerBench(port: number, answers: Partial<Answers>): void {
  process.on('message', (asked: Asked) => {
    const answer = answers[asked.name] as ((...args: unknown[]) => unknown) | undefined;
    void Promise.resolve()
      .then(() => answer?.(...asked.args))
      .then(
        (value) => process.send?.({ id: asked.id, value } satisfies Told),
        (error: unknown) => process.send?.({ id: asked.id, error: String(error) } satisfies Told),
      );
  });
  // A bench that was killed leaves nothing running.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.send?.({ port } satisfies Told);
}

/** In the bench: the port of a started server, and how to ask it. Rejects when it ends before it serves. */
export async function askServer(child: ChildProcess) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (told: Told) => {
      if ('port' in told) return resolve(told.port);
      const waiter = waiting.get(told.id);
      waiting.delete(told.id);
      if (told.error === undefined) waiter?.resolve(told.value);
      else waiter?.reject(new Error(told.error));
    });
    child.once('exit', (code) => {
      const ended = new Error(`a measured server ended with code ${code}`);
      reject(ended);
      for (const waiter of waiting.values()) waiter.reject(ended);
    });
  });
  const ask = <N extends Name>(name: N, ...args: Parameters<Questions[N]>): Promise<Answer<N>> =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve: (value) => resolve(value as Answer<N>), reject });
      child.send({ id, name, args } satisfies Asked);
    });
  return { port, ask };
}
