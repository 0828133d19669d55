import pg from 'pg';
import type { OpenDatabase } from './db/client.server.ts';
import type { Log } from './log.server.ts';

/** Something that committed: the channel it was announced on, and ids. */
export type Hint = { readonly channel: string; readonly payload: string };

export type Listener = {
  onhint(hint: Hint): void;
  /** Hints may have been missed: the connection was lost and is back. */
  onresume(): void;
};

export type Listening = { close(): Promise<void> };

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** A connection that died without a word is found out by asking. */
const ASK_EVERY_MS = 20_000;
const ANSWER_MS = 10_000;

/**
 * Hears what the database announces by NOTIFY, at commit. On PostgreSQL over a connection of its own (not through a
 * pool in transaction mode) which is opened again, ever more slowly, whenever it is lost.
 */
export async function listenTo(
  database: OpenDatabase,
  channels: readonly string[],
  listener: Listener,
  log: Log,
): Promise<Listening> {
  if (database.engine === 'postgresql') return listenOverConnection(database.url, channels, listener, log);
  const leaves = await Promise.all(
    channels.map((channel) => database.pglite.listen(channel, (payload) => listener.onhint({ channel, payload }))),
  );
  return {
    async close() {
      for (const leave of leaves) await leave();
    },
  };
}

async function listenOverConnection(
  url: string,
  channels: readonly string[],
  listener: Listener,
  log: Log,
): Promise<Listening> {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let isClosed = false;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'mentorship live',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client = fresh;
    const asking = setInterval(() => void fresh.query('select 1').catch(() => fresh.end()), ASK_EVERY_MS);
    // Told of once, whichever of the two comes first: a broken connection says both.
    let isLost = false;
    const lost = (error?: Error) => {
      clearInterval(asking);
      if (isLost || isClosed) return;
      isLost = true;
      log.warn({ err: error }, 'the listening connection was lost, it is opened again');
      retry = setTimeout(() => void connect(), waitMs((failures += 1)));
    };
    fresh.on('error', lost).on('end', () => lost());
    fresh.on('notification', ({ channel, payload = '' }) => listener.onhint({ channel, payload }));
    try {
      await fresh.connect();
      await fresh.query(channels.map((channel) => `listen ${pg.escapeIdentifier(channel)}`).join(';'));
      failures = 0;
      listener.onresume();
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)));
      await fresh.end().catch(() => undefined); // it may never have been open
    }
  };

  await connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined); // it may be broken, which is as good as closed
    },
  };
}

/** Doubled each time, and never the same for two processes, so that a restarted database is not stormed. */
function waitMs(failures: number): number {
  const longest = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return longest * (0.5 + Math.random() / 2);
}
