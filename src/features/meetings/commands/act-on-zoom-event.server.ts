import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { meetingPresence, zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import {
  parseZoomWebhook,
  type ZoomParticipant,
  type ZoomPresence,
  type ZoomWebhook,
} from '#infra/zoom/webhook.server.ts';
import { lockWithPeople, noteMeetingStarted, noteSeen } from '#features/sessions/commands/presence.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { SessionId } from '#shared/id.ts';
import { plusMinutes } from '#shared/time.ts';
import { presenceKey } from '../presence-key.server.ts';
import { sideOfParticipant } from '../rules.ts';
import { checkZoomMeeting } from './check-zoom-meeting.server.ts';

/**
 * Acts on a stored event: that a meeting was deleted makes us ask Zoom, and make another; who came and went is noted, the first coming is an arrival, and the meeting's start is the
 * session's. It counts for when it reached us, however late this job runs.
 */
export async function actOnZoomEvent(app: App, eventId: string): Promise<void> {
  const [stored] = await app.db.select().from(webhookEvent).where(eq(webhookEvent.id, eventId));
  if (stored?.provider !== 'zoom' || stored.handledAt !== null) return;
  const parsed = parseZoomWebhook(stored.body);
  if (parsed?.kind === 'deleted') await lookAfterDeletion(app, parsed.meetingId ?? '');
  await inTransaction(app.db, async (tx) => {
    if (parsed !== null && isPresence(parsed)) await act(app, tx, stored, parsed);
    await tx.update(webhookEvent).set({ handledAt: app.clock.now() }).where(eq(webhookEvent.id, eventId));
  });
}

/** Acting twice at once does no harm: the second waits for the first, and finds it done. */
const LOST_AFTER_MINUTES = 2;
/** Further back nothing is learnt from who came: the session has been settled. */
const LOOK_BACK_MINUTES = 48 * 60;
const SWEEP_LIMIT = 100;

/** Events whose job was lost or gave up. */
export async function actOnLostZoomEvents(app: App): Promise<void> {
  const now = app.clock.now();
  const lost = await app.db
    .select({ id: webhookEvent.id })
    .from(webhookEvent)
    .where(
      and(
        eq(webhookEvent.provider, 'zoom'),
        isNull(webhookEvent.handledAt),
        lt(webhookEvent.receivedAt, plusMinutes(now, -LOST_AFTER_MINUTES)),
        gt(webhookEvent.receivedAt, plusMinutes(now, -LOOK_BACK_MINUTES)),
      ),
    )
    .orderBy(asc(webhookEvent.receivedAt))
    .limit(SWEEP_LIMIT);
  await eachInTurn(lost, ({ id }) => actOnZoomEvent(app, id));
}

/** An event is a hint: Zoom is asked. Of a meeting that we took away ourselves there is nothing to ask. */
async function lookAfterDeletion(app: App, meetingId: string): Promise<void> {
  const sessionId = await sessionOf(app.db, meetingId);
  if (sessionId === null) return;
  const checked = await checkZoomMeeting(app, sessionId);
  if (checked === 'unavailable') throw new Error('Zoom could not be asked; this event is looked at again');
}

function isPresence(event: ZoomWebhook): event is ZoomPresence {
  return event.kind !== 'url_validation' && event.kind !== 'other' && event.kind !== 'deleted';
}

type Stored = typeof webhookEvent.$inferSelect;

async function act(app: App, tx: Tx, stored: Stored, { kind, meetingId, participant }: ZoomPresence) {
  const sessionId = await sessionOf(tx, meetingId ?? '');
  if (sessionId === null) return;
  // Before the row below, which holds the session's by its key: the other way round two would wait for each other.
  await lockWithPeople(tx, sessionId);
  const at = stored.receivedAt;
  const side = participant === null ? null : await sideOf(app, tx, sessionId, participant);
  const noted = await tx
    .insert(meetingPresence)
    .values({ sessionId, event: kind, side, happenedAt: at, webhookEventId: stored.id })
    .onConflictDoNothing()
    .returning({ id: meetingPresence.id });
  if (noted.length === 0) return;
  if (kind === 'started') await noteMeetingStarted(app, tx, sessionId, at);
  if (kind === 'joined' && side !== null) await noteSeen(app, tx, sessionId, side, at);
}

async function sessionOf(db: Executor, meetingId: string): Promise<SessionId | null> {
  const [row] = await db
    .select({ sessionId: zoomMeeting.sessionId })
    .from(zoomMeeting)
    .where(eq(zoomMeeting.externalId, meetingId));
  return row?.sessionId ?? null;
}

async function sideOf(app: App, tx: Tx, sessionId: SessionId, participant: ZoomParticipant) {
  const side = (name: 'student' | 'tutor', email: string) => ({ key: presenceKey(app, sessionId, name), email });
  const [student] = await tx
    .select({ email: person.email })
    .from(session)
    .innerJoin(person, eq(person.id, session.studentId))
    .where(eq(session.id, sessionId));
  const [tutor] = await tx
    .select({ email: person.email })
    .from(session)
    .innerJoin(person, eq(person.id, session.tutorId))
    .where(eq(session.id, sessionId));
  if (student === undefined || tutor === undefined) return null;
  return sideOfParticipant(participant, {
    student: side('student', student.email),
    tutor: side('tutor', tutor.email),
  });
}
