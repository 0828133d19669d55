import { error, type RequestEvent } from '@sveltejs/kit';
import { sessionPage } from '#features/sessions/queries/session-page.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { signedIn } from '../../session-actions.server.ts';

type Event = Pick<RequestEvent, 'locals' | 'url' | 'cookies'> & { params: { sessionId: string } };

/** The session of this address, for its two people and admins; anyone else is told that there is none. */
export async function sessionHere(event: Event) {
  const { app } = event.locals;
  const actor = await signedIn(event);
  const found = await sessionPage(app, actor, readId<SessionId>(event.params.sessionId));
  if (!found.ok) error(404, found.message);
  const timeZone = viewerZone(event.cookies, actor.timeZone, event.url.searchParams.get('tz'));
  return { ...found.value, actor, timeZone, nowIso: toIso(app.clock.now()) };
}

/** What a page is given: everything but who asked. */
export function forPage({ actor: _actor, ...rest }: Awaited<ReturnType<typeof sessionHere>>) {
  return rest;
}
