import { and, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import type { ZoomMeeting } from '#infra/zoom/meetings.server.ts';
import type { ZoomError } from '#infra/zoom/result.server.ts';
import { lockSession } from '#features/sessions/commands/move.server.ts';
import { dropMeeting, placeMeeting } from '#features/sessions/commands/set-meeting.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';
import { retryAt, wishOf } from '../rules.ts';
import { forgetMeetingEvents } from './forget-person.server.ts';
import type { ZoomRow } from './claim-zoom-step.server.ts';

const DONE = { attempts: 0, nextTryAt: null, lastError: null, outcomeUnknown: false };
const MAX_ERROR_LENGTH = 500;

/**
 * Zoom has this meeting for the session, at `startsAt`. Its people see it at once, unless the session wants none any
 * more (cancelled meanwhile, or its tutor gave a link): then the next step takes it away again.
 */
export async function recordCreated(app: App, row: ZoomRow, made: ZoomMeeting, startsAt: Instant): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const session = await lockSession(tx, row.sessionId);
    assert(session !== null, `session ${row.sessionId} exists`);
    const created = { externalId: made.id, joinUrl: made.joinUrl, passcode: made.passcode, startsAt };
    await set(app, tx, row.sessionId, { ...DONE, ...created, state: 'CREATED' });
    if (wishOf(session, app.clock.now()) !== 'meeting') return;
    const isChange = row.joinUrl !== null && row.joinUrl !== made.joinUrl;
    await placeMeeting(app, tx, session, { url: made.joinUrl, provider: 'zoom' }, isChange);
  });
}

/** Zoom knows the new start. */
export function recordMoved(app: App, row: ZoomRow, startsAt: Instant): Promise<void> {
  return inTransaction(app.db, (tx) => set(app, tx, row.sessionId, { ...DONE, startsAt }));
}

/** The meeting is gone because we took it away, or there never was one. */
export function recordRemoved(app: App, row: ZoomRow): Promise<void> {
  return inTransaction(app.db, async (tx) => {
    await forgetMeetingEvents(tx, row.externalId);
    await set(app, tx, row.sessionId, { ...DONE, state: 'REMOVED', externalId: null, joinUrl: null, passcode: null });
  });
}

/** It is still there, before this start. Nothing when the session has moved meanwhile. */
export async function recordChecked(app: App, { sessionId, startsAt }: ZoomRow): Promise<void> {
  if (startsAt === null) return;
  await app.db
    .update(zoomMeeting)
    .set({ checkedFor: startsAt, updatedAt: app.clock.now() })
    .where(and(eq(zoomMeeting.sessionId, sessionId), eq(zoomMeeting.startsAt, startsAt)));
}

/** Somebody deleted it at Zoom: nobody is sent there any more, and another is made. Nothing when that is known already. */
export async function recordLost(app: App, row: ZoomRow): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const session = await lockSession(tx, row.sessionId);
    assert(session !== null, `session ${row.sessionId} exists`);
    const [now] = await tx.select().from(zoomMeeting).where(eq(zoomMeeting.sessionId, row.sessionId)).for('update');
    if (now?.externalId !== row.externalId) return;
    const again = {
      state: 'WANTED' as const,
      host: null,
      externalId: null,
      passcode: null,
      nextTryAt: app.clock.now(),
    };
    await forgetMeetingEvents(tx, row.externalId);
    await set(app, tx, row.sessionId, { ...DONE, ...again });
    if (session.meetingProvider === 'zoom' && session.meetingUrl !== null) await dropMeeting(app, tx, session);
  });
}

/** We looked, and no meeting was made: another may be. */
export function recordNoneFound(app: App, row: ZoomRow): Promise<void> {
  return inTransaction(app.db, (tx) =>
    set(app, tx, row.sessionId, { outcomeUnknown: false, nextTryAt: app.clock.now() }),
  );
}

/** It failed. `atOnce`: there is another host to turn to; else it waits, longer each time. */
export function recordFailure(app: App, row: ZoomRow, error: ZoomError, atOnce = false): Promise<void> {
  const nextTryAt = atOnce ? app.clock.now() : retryAt(row.attempts, app.clock.now(), error.retryAt);
  const outcomeUnknown = row.outcomeUnknown && error.outcomeUnknown;
  const lastError = error.message.slice(0, MAX_ERROR_LENGTH);
  return inTransaction(app.db, (tx) => set(app, tx, row.sessionId, { nextTryAt, lastError, outcomeUnknown }));
}

async function set(app: App, tx: Tx, sessionId: SessionId, changes: Partial<ZoomRow>): Promise<void> {
  await tx
    .update(zoomMeeting)
    .set({ ...changes, updatedAt: app.clock.now() })
    .where(eq(zoomMeeting.sessionId, sessionId));
}
