export type Line = {
  /** The numbers that came, in the order in which they did, and when each did (`performance.now()`). */
  readonly seqs: number[];
  readonly arrivedMs: Map<number, number>;
  close(): void;
  open(): Promise<void>;
};

type Told = { seq: number };

/**
 * One open page, in a few lines of Engine.IO's text protocol: two thousand whole clients in one process would measure
 * themselves. It says after which number it wants to hear, as a page does, and comes back with the last one that it has.
 */
export function createLine(port: number, cookie: string): Line {
  const seqs: number[] = [];
  const arrivedMs = new Map<number, number>();
  let socket: WebSocket | null = null;
  const take = (told: readonly Told[]) => {
    for (const { seq } of told) {
      seqs.push(seq);
      if (!arrivedMs.has(seq)) arrivedMs.set(seq, performance.now());
    }
  };
  return {
    seqs,
    arrivedMs,
    close: () => socket?.close(),
    open: () =>
      new Promise((resolve, reject) => {
        // Node's own takes headers, which the type of the browsers' does not know.
        const options = { headers: { cookie } } as unknown as string[];
        const fresh = new WebSocket(`ws://127.0.0.1:${port}/live/?EIO=4&transport=websocket`, options);
        socket = fresh;
        fresh.addEventListener('error', () => reject(new Error('a socket could not be opened')));
        fresh.addEventListener('message', ({ data }) => {
          const text = String(data);
          if (text.startsWith('0{')) fresh.send(`40${JSON.stringify({ lastSeq: seqs.at(-1) ?? 0 })}`);
          else if (text === '2') fresh.send('3');
          else if (text.startsWith('44')) reject(new Error(`a socket was refused: ${text}`));
          else if (text.startsWith('42["state"')) resolve();
          else if (text.startsWith('42["notifications"')) take((JSON.parse(text.slice(2)) as [string, Told[]])[1]);
        });
      }),
  };
}
