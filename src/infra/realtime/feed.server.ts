import type { Log } from '../log.server.ts';

/** One thing that a person is told, numbered without gaps a person. */
export type FeedItem = { readonly personId: string; readonly seq: number; readonly body: object };

/** How a person's list stands: its last number, and what is unread. */
export type FeedState = { readonly personId: string; readonly lastSeq: number; readonly body: object };

/** Where the truth is. */
export type FeedSource = {
  /** What each person was told after a number, oldest first, at most `FEED_PAGE` a person. */
  after(wants: readonly { personId: string; after: number }[]): Promise<readonly FeedItem[]>;
  states(personIds: readonly string[]): Promise<readonly FeedState[]>;
};

/** One open line to a person. `cursor` is the last number that was sent over it; null: wherever the list stands now. */
export type Reader = {
  cursor: number | null;
  sendItems(bodies: readonly object[]): void;
  sendState(body: object): void;
};

export type Feed = {
  add(personId: string, reader: Reader): void;
  remove(personId: string, reader: Reader): void;
  /** Something is new for this person, or a reader of theirs stands further back. */
  wake(personId: string): void;
  /** The state has changed, though nothing is new: something was read. */
  wakeState(personId: string): void;
  wakeAll(): void;
  readersOf(personId: string): readonly Reader[];
};

export const FEED_PAGE = 50;
/** People a query; one of two thousand would keep the others waiting. */
const BATCH = 200;
const RETRY_MS = 500;

/**
 * Brings every reader what is after its cursor, in order and once. Hints only wake it: what to send is read from the
 * source, for all who were woken meanwhile in one query, so that a burst costs few.
 */
export function createFeed(source: FeedSource, log: Log): Feed {
  const readers = new Map<string, Set<Reader>>();
  const woken = new Set<string>();
  const wanting = new Set<string>();
  let isRunning = false;

  const wake = (personId: string, wantsState: boolean) => {
    if (!readers.has(personId)) return;
    woken.add(personId);
    if (wantsState) wanting.add(personId);
    if (!isRunning) void run();
  };

  const run = async () => {
    isRunning = true;
    while (woken.size > 0) {
      const batch = [...woken].slice(0, BATCH);
      const stateOf = batch.filter((personId) => wanting.delete(personId));
      for (const personId of batch) woken.delete(personId);
      try {
        await deliver(batch, new Set(stateOf));
      } catch (error) {
        log.warn({ err: error }, 'live notifications could not be read, they are read again');
        for (const personId of batch) woken.add(personId);
        for (const personId of stateOf) wanting.add(personId);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    isRunning = false;
  };

  const deliver = async (batch: readonly string[], wantsState: ReadonlySet<string>) => {
    const states = wantsState.size === 0 ? [] : await source.states([...wantsState]);
    for (const { personId, lastSeq } of states) {
      // A number from the future belongs to another life of this database.
      for (const reader of readers.get(personId) ?? []) {
        if (reader.cursor === null || reader.cursor > lastSeq) reader.cursor = lastSeq;
      }
    }
    const wants = batch.flatMap((personId) => {
      const after = furthestBack(readers.get(personId));
      return after === null ? [] : [{ personId, after }];
    });
    const found = wants.length === 0 ? [] : await source.after(wants);
    const items = Map.groupBy(found, (item) => item.personId);
    for (const { personId, after } of wants) {
      const fresh = items.get(personId) ?? [];
      for (const reader of readers.get(personId) ?? []) bring(reader, after, fresh);
      if (fresh.length >= FEED_PAGE) woken.add(personId);
    }
    for (const { personId, body } of states) for (const reader of readers.get(personId) ?? []) reader.sendState(body);
  };

  return {
    add(personId, reader) {
      const known = readers.get(personId) ?? new Set();
      readers.set(personId, known.add(reader));
      wake(personId, true);
    },
    remove(personId, reader) {
      const known = readers.get(personId);
      known?.delete(reader);
      if (known?.size === 0) readers.delete(personId);
    },
    wake: (personId) => wake(personId, false),
    wakeState: (personId) => wake(personId, true),
    wakeAll() {
      for (const personId of readers.keys()) wake(personId, true);
    },
    readersOf: (personId) => [...(readers.get(personId) ?? [])],
  };
}

function furthestBack(readers: ReadonlySet<Reader> | undefined): number | null {
  const cursors = [...(readers ?? [])].flatMap(({ cursor }) => (cursor === null ? [] : [cursor]));
  return cursors.length === 0 ? null : Math.min(...cursors);
}

/** A reader that meanwhile stands further back than was read has been woken again, and is left for then. */
function bring(reader: Reader, after: number, items: readonly FeedItem[]): void {
  const cursor = reader.cursor;
  if (cursor === null || cursor < after) return;
  const fresh = items.filter(({ seq }) => seq > cursor);
  const last = fresh.at(-1);
  if (last === undefined) return;
  reader.cursor = last.seq;
  reader.sendItems(fresh.map(({ body }) => body));
}
