import { error } from '@sveltejs/kit';
import { entryOf, icsOf } from '#features/sessions/rules/calendar-entry.ts';
import { sessionFor } from '#features/sessions/queries.server.ts';
import { calendarSequence } from '#features/sessions/queries/calendar-sequence.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { signedIn } from '../../../session-actions.server.ts';
import type { RequestHandler } from './$types';

/** The session as a calendar file, for its people. */
export const GET: RequestHandler = async (event) => {
  const { app } = event.locals;
  const actor = await signedIn(event);
  const found = await sessionFor(app, actor, readId<SessionId>(event.params.sessionId));
  if (!found.ok) error(404, found.message);
  const { session, userRole } = found.value;
  const entry = entryOf(session, userRole, `${event.url.origin}/mentorship/session/${session.id}`);
  // The same count as in the invitations by mail, or a calendar would take the older of the two for the newer.
  const version = await calendarSequence(app.db, readId<SessionId>(session.id));
  return new Response(icsOf(entry, { nowIso: toIso(app.clock.now()), version }), {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="mentorship-session.ics"',
      'cache-control': 'no-store',
    },
  });
};
