import { createHmac, randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { authCookieName } from '#features/accounts/auth-cookie.server.ts';
import type { BellState, NotificationView } from '#features/notifications/types.ts';
import type { App } from '#infra/app.server.ts';
import { authSession } from '#infra/db/tables/accounts.server.ts';
import { listen } from '#processes/http.server.ts';
import { startLive } from '#processes/live.server.ts';
import type { PersonId } from '#shared/id.ts';

export type LiveServer = { url: string; close(): Promise<void> };

/** The sockets of an app behind the real front door; every other request is answered with 404. */
export async function openLiveServer(app: App): Promise<LiveServer> {
  const live = await startLive(app);
  const nothing = { ...app.config, port: 0, host: '127.0.0.1' };
  const http = await listen(nothing, (_request, response) => response.writeHead(404).end(), live);
  return { url: `http://127.0.0.1:${http.port}`, close: http.close };
}

export type SignedIn = { cookie: string; authSessionId: string };

/** An auth session as signing in leaves it, and its cookie. */
export async function signedIn(app: App, personId: PersonId, lastsMs = 3_600_000): Promise<SignedIn> {
  const [id, token, now] = [randomUUID(), randomUUID(), new Date()];
  const expiresAt = new Date(now.getTime() + lastsMs);
  await app.db.insert(authSession).values({ id, token, personId, expiresAt, createdAt: now, updatedAt: now });
  const signature = createHmac('sha256', app.config.authSecret).update(token).digest('base64');
  return { cookie: `${authCookieName(app.config)}=${encodeURIComponent(`${token}.${signature}`)}`, authSessionId: id };
}

export type Watcher = {
  socket: Socket;
  /** Everything that arrived, in the order in which it did. */
  items: NotificationView[];
  states: BellState[];
  changes: string[];
  cuts: string[];
  seqs(): number[];
  watch(sessionId: string): Promise<string | null>;
};

type Options = { cookie?: string | null; origin?: string; lastSeq?: number; transport?: 'websocket' | 'polling' };

/** A browser's socket: connects, collects, and comes back by itself with the last number that it saw. */
export function connect(url: string, { cookie, origin, lastSeq, transport = 'websocket' }: Options = {}): Watcher {
  const items: NotificationView[] = [];
  const states: BellState[] = [];
  /** What a page begins with, it was told with its HTML, or by the first state. */
  const seen = () => items.at(-1)?.seq ?? lastSeq ?? states[0]?.lastSeq;
  const socket = io(url, {
    path: '/live',
    transports: [transport],
    forceNew: true,
    reconnectionDelay: 10,
    reconnectionDelayMax: 100,
    extraHeaders: { ...(cookie ? { cookie } : {}), ...(origin === undefined ? {} : { origin }) },
    auth: (give) => give(seen() === undefined ? {} : { lastSeq: seen() }),
  });
  const watcher: Watcher = {
    socket,
    items,
    states,
    changes: [],
    cuts: [],
    seqs: () => items.map(({ seq }) => seq),
    watch: (sessionId) => socket.emitWithAck('watch', `session:${sessionId}`) as Promise<string | null>,
  };
  socket.on('notifications', (views: NotificationView[]) => void items.push(...views));
  socket.on('state', (state: BellState) => void watcher.states.push(state));
  socket.on('changed', (topic: string) => void watcher.changes.push(topic));
  socket.on('cut', (reason: string) => void watcher.cuts.push(reason));
  return watcher;
}

/** Resolves once the server has told how the list stands: from then on everything new is sent. */
export async function connected(watcher: Watcher): Promise<Watcher> {
  if (watcher.states.length > 0) return watcher;
  await new Promise<void>((resolve, reject) => {
    watcher.socket.once('state', () => resolve());
    watcher.socket.once('connect_error', reject);
  });
  return watcher;
}

/** Why a socket was not let in, or how its closing was called. */
export function refusal({ socket }: Watcher): Promise<string> {
  return new Promise((resolve) => {
    socket.once('connect_error', (error) => {
      socket.disconnect();
      resolve(error.message);
    });
    socket.once('connect', () => resolve('let in'));
  });
}
