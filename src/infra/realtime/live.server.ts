import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import type { Log } from '../log.server.ts';
import { createAllowance } from './allowance.server.ts';
import { createFeed, type FeedSource, type Reader } from './feed.server.ts';
import { openRedisAdapter } from './redis.server.ts';

/** Who is at the other end of a socket, and until when. */
export type Visitor = { readonly personId: string; readonly authSessionId: string; readonly expiresAtMs: number };

/** What only the features know. */
export type LiveRules = {
  /** Before anything is opened: false refuses the handshake with 403. */
  mayKnock(request: IncomingMessage): boolean;
  /** Null: signed out. */
  identify(request: IncomingMessage): Promise<Visitor | null>;
  /** Which of these auth sessions still live. */
  stillLive(authSessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** How the topic stands for one who may know when it changes, else null; asked at every subscription. */
  lookAt(visitor: Visitor, topic: string): Promise<string | null>;
  feed: FeedSource;
};

/** Why we cut a socket: sent before it is closed, so that the page can say so and knows whether to come back. */
export type CutReason = 'signed_out' | 'flooding' | 'too_many_sockets' | 'unknown_event';

export type Live = {
  handles(url: string | undefined): boolean;
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Hints from the database. */
  told(personId: string): void;
  read(personId: string): void;
  changed(topic: string): void;
  ended(authSessionId: string): void;
  /** Hints may have been missed: everything that they could have said is done. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
};

export type LiveOptions = { redisUrl: string | null; rules: LiveRules; log: Log };

export const LIVE_PATH = '/live';
/** A message is a name, an id and a number. */
export const MAX_MESSAGE_BYTES = 4_096;
export const MAX_SOCKETS_A_PERSON = 20;
const MAX_TOPICS = 20;
const MAX_TOPIC_LENGTH = 60;
/** Packets of any kind: opening a page takes a handful. */
const BURST = 60;
const PER_SECOND = 5;
const CONNECT_MS = 10_000;
const LOOK_FOR_EXPIRED_MS = 1_000;

/** What we hear: nothing of it is believed before it has been looked at. */
type Heard = {
  watch(topic: unknown, answer: unknown): void;
  unwatch(topic: unknown): void;
  after(seq: unknown): void;
};
const HEARD: ReadonlySet<string> = new Set(['watch', 'unwatch', 'after'] satisfies (keyof Heard)[]);
type Sent = {
  notifications(bodies: readonly object[]): void;
  state(body: object): void;
  changed(topic: string): void;
  cut(reason: CutReason): void;
};
type Data = { visitor: Visitor; reader: Reader; topics: Set<string> };
type LiveServer = Server<Heard, Sent, Record<string, never>, Data>;
type LiveSocket = Socket<Heard, Sent, Record<string, never>, Data>;

/** Sockets of people who are signed in. They are told hints and what the feed holds; they can ask only to watch a topic. */
export function openLive({ redisUrl, rules, log }: LiveOptions): Live {
  // Never listens: requests reach it through the front door, as everything does.
  const inner = createServer();
  const io: LiveServer = new Server(inner, {
    path: LIVE_PATH,
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    httpCompression: false,
    connectTimeout: CONNECT_MS,
    allowRequest: (request, decide) => decide(null, rules.mayKnock(request)),
  });
  const redis = redisUrl === null ? null : openRedisAdapter(redisUrl, log);
  if (redis !== null) io.adapter(redis.create);
  const feed = createFeed(rules.feed, log);
  const sockets = () => [...io.of('/').sockets.values()];
  const changed = (topic: string) => void io.local.to(`topic:${topic}`).emit('changed', topic);
  let isClosed = false;

  guardAgainstFloods(io);
  io.use((socket, next) => {
    rules.identify(socket.request).then(
      (visitor) => {
        if (visitor === null) return next(new Error('signed_out'));
        Object.assign(socket.data, { visitor, topics: new Set(), reader: readerOf(socket) });
        next();
      },
      (error: unknown) => {
        log.warn({ err: error }, 'a socket could not be opened');
        next(new Error('unavailable'));
      },
    );
  });
  io.on('connection', (socket) => {
    const { visitor, reader } = socket.data;
    void socket.join(`auth:${visitor.authSessionId}`);
    listen(socket, rules, feed.wake, log);
    socket.on('disconnect', () => feed.remove(visitor.personId, reader));
    feed.add(visitor.personId, reader);
    const mine = sockets().filter(({ data }) => data.visitor.personId === visitor.personId);
    for (const oldest of mine.slice(0, -MAX_SOCKETS_A_PERSON)) cut(oldest, 'too_many_sockets');
    // It may have ended between being read and being joined, when nobody could be told.
    void checkSignedIn([socket]);
  });

  const checkSignedIn = async (some: readonly LiveSocket[]) => {
    try {
      const live = await rules.stillLive([...new Set(some.map(({ data }) => data.visitor.authSessionId))]);
      for (const socket of some) if (!live.has(socket.data.visitor.authSessionId)) cut(socket, 'signed_out');
    } catch (error) {
      log.warn({ err: error }, 'sockets could not be checked, they are closed and come back');
      for (const socket of some) socket.conn.close();
    }
  };
  const expiring = setInterval(() => {
    for (const socket of sockets()) if (socket.data.visitor.expiresAtMs <= Date.now()) cut(socket, 'signed_out');
  }, LOOK_FOR_EXPIRED_MS).unref();

  return {
    handles: (url) => url !== undefined && (url.startsWith(`${LIVE_PATH}/`) || url.startsWith(`${LIVE_PATH}?`)),
    request: (request, response) => void inner.emit('request', request, response),
    upgrade: (request, socket, head) =>
      isClosed ? void socket.destroy() : void inner.emit('upgrade', request, socket, head),
    told: feed.wake,
    read: feed.wakeState,
    changed,
    ended(authSessionId) {
      // In every process: one whose own line to the database is down hears of it all the same.
      io.to(`auth:${authSessionId}`).emit('cut', 'signed_out');
      io.in(`auth:${authSessionId}`).disconnectSockets(true);
    },
    async catchUp() {
      feed.wakeAll();
      const open = sockets();
      for (const topic of new Set(open.flatMap(({ data }) => [...data.topics]))) changed(topic);
      if (open.length > 0) await checkSignedIn(open);
    },
    async close() {
      isClosed = true;
      clearInterval(expiring);
      await io.close();
      redis?.close();
    },
  };
}

function readerOf(socket: LiveSocket): Reader {
  const { lastSeq } = socket.handshake.auth as { lastSeq?: unknown };
  return {
    cursor: isSeq(lastSeq) ? lastSeq : null,
    sendItems: (bodies) => void socket.emit('notifications', bodies),
    sendState: (body) => void socket.emit('state', body),
  };
}

function listen(socket: LiveSocket, rules: LiveRules, wake: (personId: string) => void, log: Log): void {
  const { visitor, reader, topics } = socket.data;
  socket.onAny((event: string) => {
    if (!HEARD.has(event)) cut(socket, 'unknown_event');
  });
  socket.on('watch', (topic, answer) => {
    const reply = (stamp: string | null) => void (typeof answer === 'function' && answer(stamp));
    if (typeof topic !== 'string' || topic.length > MAX_TOPIC_LENGTH || topics.size >= MAX_TOPICS) return reply(null);
    watch(socket, rules, topic).then(reply, (error: unknown) => {
      log.warn({ err: error }, 'a topic could not be watched');
      reply(null);
    });
  });
  socket.on('unwatch', (topic) => {
    if (typeof topic === 'string' && topics.delete(topic)) void socket.leave(`topic:${topic}`);
  });
  socket.on('after', (seq) => {
    if (!isSeq(seq)) return;
    reader.cursor = Math.min(seq, reader.cursor ?? seq);
    wake(visitor.personId);
  });
}

/** Joined first and looked at again, so that no change falls between the two. */
async function watch(socket: LiveSocket, rules: LiveRules, topic: string): Promise<string | null> {
  if ((await rules.lookAt(socket.data.visitor, topic)) === null) return null;
  socket.data.topics.add(topic);
  await socket.join(`topic:${topic}`);
  return rules.lookAt(socket.data.visitor, topic);
}

/** Counts every packet, readable or not, and cuts whoever sends more than a page ever would. */
function guardAgainstFloods(io: LiveServer): void {
  const open = new WeakMap<object, LiveSocket>();
  io.on('connection', (socket) => void open.set(socket.conn, socket));
  io.engine.on('connection', (line: LiveSocket['conn']) => {
    const isWithin = createAllowance(BURST, PER_SECOND);
    let isCut = false;
    line.on('packet', () => {
      if (isCut || isWithin(performance.now())) return;
      isCut = true;
      const socket = open.get(line);
      if (socket === undefined) line.close(true);
      else cut(socket, 'flooding');
    });
  });
}

function cut(socket: LiveSocket, reason: CutReason): void {
  socket.emit('cut', reason);
  socket.disconnect(true);
}

function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
