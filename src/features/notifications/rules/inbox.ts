import type { BellState, NotificationView } from '../types.ts';

/** What one tab knows of its reader's notifications. */
export type Inbox = {
  /** The last number that it has; the server is asked for what is after it. */
  readonly lastSeq: number;
  /** How the list stood when the server last said so. */
  readonly state: BellState;
  /** What came since the page was loaded, newest first. */
  readonly arrived: readonly NotificationView[];
  /** The number after which it has asked because one was missing: a second time it takes what there is. */
  readonly askedAfter: number | null;
};

export type Received = {
  readonly inbox: Inbox;
  /** What is new, oldest first. */
  readonly fresh: readonly NotificationView[];
  /** A number is missing before these: ask for what is after this one. */
  readonly askAfter: number | null;
};

const KEPT = 20;

/** What a page begins with. */
export function openInbox(state: BellState): Inbox {
  return { lastSeq: state.lastSeq, state, arrived: [], askedAfter: null };
}

/** Takes in what came: in order, each once. With a number missing nothing is taken, and asked for again. */
export function receive(inbox: Inbox, views: readonly NotificationView[]): Received {
  const fresh = views
    .filter(({ seq }) => seq > inbox.lastSeq)
    .toSorted((a, b) => a.seq - b.seq)
    .filter(({ seq }, at, all) => seq !== all[at - 1]?.seq);
  const [first, last] = [fresh[0], fresh.at(-1)];
  if (first === undefined || last === undefined) return { inbox, fresh, askAfter: null };
  if (hasGap(inbox.lastSeq, fresh) && inbox.askedAfter !== inbox.lastSeq) {
    return { inbox: { ...inbox, askedAfter: inbox.lastSeq }, fresh: [], askAfter: inbox.lastSeq };
  }
  const arrived = [...fresh.toReversed(), ...inbox.arrived].slice(0, KEPT);
  return { inbox: { ...inbox, lastSeq: last.seq, arrived, askedAfter: null }, fresh, askAfter: null };
}

/** How the list stands now, from the server: something was read, perhaps in another tab. An older word changes nothing. */
export function settle(inbox: Inbox, state: BellState): Inbox {
  return state.lastSeq < inbox.state.lastSeq ? inbox : { ...inbox, state };
}

export function unreadCount({ state, arrived }: Inbox): number {
  return state.unread + arrived.filter(({ seq, readAt }) => seq > state.lastSeq && readAt === null).length;
}

export function isUnread({ state }: Inbox, view: NotificationView): boolean {
  if (view.seq > state.lastSeq) return view.readAt === null;
  const oldestNamed = state.unreadSeqs.at(-1);
  // Only the newest unread ones are named; further back a row's own word counts.
  if (oldestNamed !== undefined && view.seq < oldestNamed && state.unread > state.unreadSeqs.length) {
    return view.readAt === null;
  }
  return state.unreadSeqs.includes(view.seq);
}

function hasGap(lastSeq: number, fresh: readonly NotificationView[]): boolean {
  return fresh.some(({ seq }, at) => seq !== (fresh[at - 1]?.seq ?? lastSeq) + 1);
}
