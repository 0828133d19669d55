import type { IncomingMessage } from 'node:http';
import { isForeign } from '#features/accounts/origin.ts';
import {
  hasSignedCookie,
  liveAuthSessions,
  liveVisitorAgain,
  liveVisitorOf,
} from '#features/accounts/queries/live-visitor.server.ts';
import { bellStates, toldAfter } from '#features/notifications/queries/feed.server.ts';
import { watchedVersion } from '#features/sessions/queries/watch.server.ts';
import type { App } from '#infra/app.server.ts';
import { listenTo, type Hint } from '#infra/listen.server.ts';
import { FEED_PAGE, type FeedSource } from '#infra/realtime/feed.server.ts';
import { openLive, type Live, type LiveRules, type Visitor } from '#infra/realtime/live.server.ts';
import { readId, type SessionId } from '#shared/id.ts';

/** What migration 0003 announces, and whom each web process tells. */
const CHANNELS = ['notification_created', 'notification_read', 'session_changed', 'auth_session_ended'] as const;

/** Opens the sockets of this process and lets the database's hints reach them. */
export async function startLive(app: App): Promise<Live> {
  const live = openLive({ redisUrl: app.config.redisUrl, rules: rulesOf(app), log: app.log });
  const listening = await listenTo(
    app.database,
    CHANNELS,
    { onhint: (hint) => pass(live, hint), onresume: () => void live.catchUp() },
    app.log,
  );
  return {
    ...live,
    async close() {
      await listening.close();
      await live.close();
    },
  };
}

function pass(live: Live, { channel, payload }: Hint): void {
  if (channel === 'notification_created') live.told(payload.split(':')[0] ?? '');
  if (channel === 'notification_read') live.read(payload);
  if (channel === 'session_changed') live.changed(`session:${payload}`);
  if (channel === 'auth_session_ended') live.ended(payload);
}

function rulesOf(app: App): LiveRules {
  return {
    mayKnock: (request) => !isForeign(knock(request), app.config) && hasSignedCookie(app, cookieOf(request)),
    identify: (request) => liveVisitorOf(app, cookieOf(request)),
    stillLive: (ids) => liveAuthSessions(app, ids),
    lookAt: (visitor, topic) => lookAt(app, visitor, topic),
    feed: feedOf(app),
  };
}

/** Judged as a write, though it begins with GET: a socket says who is asking by its cookie. */
function knock({ url, headers }: IncomingMessage) {
  const site = headers['sec-fetch-site'];
  return {
    method: 'POST',
    path: url ?? '/',
    origin: headers.origin ?? null,
    secFetchSite: typeof site === 'string' ? site : null,
  };
}

function cookieOf({ headers }: IncomingMessage): string | null {
  return headers.cookie ?? null;
}

/** `session:<id>` is the one kind of topic, for the session's two people and admins. */
async function lookAt(app: App, { authSessionId }: Visitor, topic: string): Promise<string | null> {
  const id = /^session:(.+)$/.exec(topic)?.[1];
  if (id === undefined) return null;
  const visitor = await liveVisitorAgain(app, authSessionId);
  const version = visitor === null ? null : await watchedVersion(app, visitor, readId<SessionId>(id));
  return version === null ? null : String(version);
}

function feedOf(app: App): FeedSource {
  return {
    async after(wants) {
      const told = await toldAfter(app, wants, FEED_PAGE);
      return told.map(({ personId, view }) => ({ personId, seq: view.seq, body: view }));
    },
    async states(personIds) {
      const states = await bellStates(app, personIds);
      return [...states].map(([personId, body]) => ({ personId, lastSeq: body.lastSeq, body }));
    },
  };
}
