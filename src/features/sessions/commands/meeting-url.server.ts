import { eq, sql } from 'drizzle-orm';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { SESSION_CONFIRMED } from '../events.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { maySetMeeting } from '../rules/around.ts';
import { meetingUrlInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import type { SessionRow } from './move.server.ts';
import { occasion } from './reschedule.server.ts';
import { tell } from './tell.server.ts';

/**
 * The tutor pastes a link for one paid session that is not over; the student is told, and both see it at once. An
 * empty one gives the session back to its usual place, which the meeting job makes anew. `wrong_state` while it is not
 * paid, `too_late` once the door is closed.
 */
export const setMentorshipMeetingUrl = defineCommand({
  name: 'setMentorshipMeetingUrl',
  permission: 'session.teach',
  input: meetingUrlInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const refusal = whyNot(app, row);
      if (refusal !== null) return refusal;
      if (input.meetingUrl !== row.meetingUrl) await change(app, tx, row, input.meetingUrl);
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, tutor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

function whyNot(app: App, row: SessionRow): Refusal | null {
  const answer = maySetMeeting(row, app.clock.now());
  if (answer === 'yes') return null;
  if (answer === 'too_late') return refuse('too_late', { message: 'This session is over. Nothing was changed.' });
  return refuse('wrong_state', {
    message: 'Only a paid session that is still to come has a meeting link. Nothing was changed.',
    data: { status: row.status },
  });
}

async function change(app: App, tx: Tx, row: SessionRow, url: string | null): Promise<void> {
  const now = app.clock.now();
  const [changed] = await tx
    .update(session)
    .set({
      meetingUrl: url,
      meetingProvider: url === null ? null : 'link',
      version: sql`${session.version} + 1`,
      updatedAt: now,
    })
    .where(eq(session.id, row.id))
    .returning();
  assert(changed !== undefined, `session ${row.id} exists`);
  await tx.insert(sessionEvent).values({
    sessionId: row.id,
    event: 'meetingLink',
    personId: row.tutorId,
    actor: 'tutor',
    fromStatus: row.status,
    toStatus: row.status,
    happenedAt: now,
  });
  if (url === null) await app.jobs.enqueue(tx, SESSION_CONFIRMED, { sessionId: row.id });
  // Given back while it meets at the tutor's own link, it most likely meets there again: that is no news.
  const isNews = url !== null || row.meetingUrl !== (await ownLink(tx, row));
  if (isNews) await tell(app, tx, changed, 'meeting_link_changed', ['student'], {}, occasion(changed));
}

async function ownLink(tx: Tx, row: SessionRow): Promise<string | null> {
  const [own] = await tx
    .select({ url: availability.meetingUrl })
    .from(availability)
    .where(eq(availability.tutorId, row.tutorId));
  return own?.url ?? null;
}
