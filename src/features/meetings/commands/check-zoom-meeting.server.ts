import { and, asc, eq, gt, isNull, lte, ne, or } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { SessionId } from '#shared/id.ts';
import { plusMinutes } from '#shared/time.ts';
import { wishOf } from '../rules.ts';
import { giveMeeting } from './give-meeting.server.ts';
import { recordChecked, recordLost } from './record-zoom.server.ts';

/** Early enough that a new address reaches both before they set out for the old one. */
const CHECK_MINUTES = 30;
const SWEEP_LIMIT = 100;

export type Checked = 'there' | 'replaced' | 'unavailable';

/**
 * Asks Zoom whether a session's meeting is still there. One that somebody deleted is replaced, and both are told of the
 * new address; one that nobody wants any more is left to whoever takes it away. Safe to run again.
 */
export async function checkZoomMeeting(app: App, sessionId: SessionId): Promise<Checked> {
  const found = await meetingToCheck(app, sessionId);
  if (app.zoom === null || found === null) return 'there';
  const { row, externalId } = found;
  const answer = await app.zoom.get(externalId);
  if (!answer.ok) {
    app.log.warn({ sessionId, error: answer.error }, 'Zoom did not say whether a meeting is still there');
    return 'unavailable';
  }
  if (answer.value !== null) {
    await recordChecked(app, row);
    return 'there';
  }
  app.log.warn({ sessionId }, 'a meeting was deleted at Zoom: another is made');
  await recordLost(app, row);
  await giveMeeting(app, sessionId);
  return 'replaced';
}

/** Looks once, half an hour before each session, whether its meeting is still there: the event of it may have been lost. */
export async function checkMeetingsBeforeStart(app: App): Promise<void> {
  if (app.zoom === null) return;
  const now = app.clock.now();
  const soon = await app.db
    .select({ id: zoomMeeting.sessionId })
    .from(zoomMeeting)
    .where(
      and(
        eq(zoomMeeting.state, 'CREATED'),
        isNull(zoomMeeting.nextTryAt),
        gt(zoomMeeting.startsAt, now),
        lte(zoomMeeting.startsAt, plusMinutes(now, CHECK_MINUTES)),
        or(isNull(zoomMeeting.checkedFor), ne(zoomMeeting.checkedFor, zoomMeeting.startsAt)),
      ),
    )
    .orderBy(asc(zoomMeeting.startsAt))
    .limit(SWEEP_LIMIT);
  let isDown = false;
  await eachInTurn(soon, async ({ id }) => {
    // While nobody answers each look costs its timeout, and deadlines wait for this: the rest have their turn in a minute.
    if (!isDown) isDown = (await checkZoomMeeting(app, id)) === 'unavailable';
  });
}

async function meetingToCheck(app: App, sessionId: SessionId) {
  const [found] = await app.db
    .select({ row: zoomMeeting, session })
    .from(zoomMeeting)
    .innerJoin(session, eq(session.id, zoomMeeting.sessionId))
    .where(and(eq(zoomMeeting.sessionId, sessionId), eq(zoomMeeting.state, 'CREATED')));
  if (found === undefined || found.row.externalId === null) return null;
  if (wishOf(found.session, app.clock.now()) !== 'meeting') return null;
  return { row: found.row, externalId: found.row.externalId };
}
