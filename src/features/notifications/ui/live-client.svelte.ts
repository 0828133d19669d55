import { io, type Socket } from 'socket.io-client';
import { openInbox, receive, settle, unreadCount, type Inbox } from '../rules/inbox.ts';
import type { BellState, NotificationView } from '../types.ts';

type Arrived = (fresh: readonly NotificationView[]) => void;
type Watched = { topic: string; version: number; onchange: () => void };

const LATER_MS = 5_000;

/**
 * The line to the server. It is opened again by itself whenever it is lost, and says then what it saw last, so that
 * nothing is lost or told twice. What it brings are hints: the pages read the truth again.
 */
export class LiveClient {
  inbox = $state.raw<Inbox>() as Inbox;
  readonly unread = $derived(unreadCount(this.inbox));
  isConnected = $state(false);
  /** Called when the server ended this person's line for good: they are signed out. */
  readonly #onsignedout: () => void;
  readonly #socket: Socket;
  // Nothing that is shown follows from these two.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #arrivals = new Set<Arrived>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #watched = new Set<Watched>();
  readonly #ending = new AbortController();
  #mayReturn = true;

  constructor(bell: BellState, onsignedout: () => void) {
    this.inbox = openInbox(bell);
    this.#onsignedout = onsignedout;
    this.#socket = io({
      path: '/live',
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      auth: (give) => give({ lastSeq: this.inbox.lastSeq }),
    });
    this.#listen();
    const { signal } = this.#ending;
    addEventListener('online', () => this.#comeBack(), { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#comeBack(), {
      signal,
    });
  }

  /** Calls back with what arrives from now on, oldest first. Returns the way to stop. */
  onarrive(callback: Arrived): () => void {
    this.#arrivals.add(callback);
    return () => void this.#arrivals.delete(callback);
  }

  /** Calls back when this session changes, and when it may have: `version` is the one that the page shows. */
  watch(sessionId: string, version: number, onchange: () => void): () => void {
    const watched = { topic: `session:${sessionId}`, version, onchange };
    this.#watched.add(watched);
    if (this.#socket.connected) this.#ask(watched);
    return () => {
      this.#watched.delete(watched);
      const isWanted = [...this.#watched].some(({ topic }) => topic === watched.topic);
      if (!isWanted && this.#socket.connected) this.#socket.emit('unwatch', watched.topic);
    };
  }

  /** A newer word of the page itself, while the line is down. */
  settle(bell: BellState): void {
    if (!this.isConnected) this.inbox = settle(this.inbox, bell);
  }

  /** Marks one read. The line tells every tab; should the request not arrive, it stays unread, which is true. */
  markRead(id: string): void {
    void fetch('/action/markNotificationsRead', {
      method: 'POST',
      keepalive: true, // the page may be left by the same click
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    }).catch(() => undefined);
  }

  close(): void {
    this.#ending.abort();
    this.#socket.disconnect();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => {
      this.isConnected = true;
      for (const watched of this.#watched) this.#ask(watched);
    });
    socket.on('disconnect', () => (this.isConnected = false));
    socket.on('notifications', (views: NotificationView[]) => this.#take(views));
    socket.on('state', (state: BellState) => (this.inbox = settle(this.inbox, state)));
    socket.on('changed', (topic: string) => {
      for (const watched of this.#watched) if (watched.topic === topic) watched.onchange();
    });
    socket.on('cut', (reason: string) => reason === 'signed_out' && this.#end());
    socket.on('connect_error', ({ message }) => {
      if (message === 'signed_out') this.#end();
      else if (!socket.active) setTimeout(() => this.#comeBack(), LATER_MS);
    });
  }

  #take(views: readonly NotificationView[]): void {
    const { inbox, fresh, askAfter } = receive(this.inbox, views);
    this.inbox = inbox;
    if (askAfter !== null) this.#socket.emit('after', askAfter);
    if (fresh.length > 0) for (const arrived of this.#arrivals) arrived(fresh);
  }

  /** What happened while nobody listened is seen by the version. */
  #ask(watched: Watched): void {
    this.#socket.emit('watch', watched.topic, (stamp: string | null) => {
      if (stamp === null || Number(stamp) === watched.version || !this.#watched.has(watched)) return;
      watched.version = Number(stamp);
      watched.onchange();
    });
  }

  /** At once, instead of when the next try is due; also after a cut, when somebody looks at the page again. */
  #comeBack(): void {
    if (!this.#mayReturn || this.#socket.connected || this.#ending.signal.aborted) return;
    this.#socket.disconnect().connect();
  }

  #end(): void {
    this.#mayReturn = false;
    this.#socket.disconnect();
    this.#onsignedout();
  }
}
