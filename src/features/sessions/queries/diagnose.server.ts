import { and, asc, desc, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { adminTask, session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { attend, bad, fine, type Finding } from '#shared/finding.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { hasLapsed } from '../rules.ts';
import { isPaid } from '../state.ts';

/** What is true of a session: its state, its money, its place to meet, and what waits for a person. */
export async function diagnoseSession(app: App, sessionId: string): Promise<Finding[]> {
  const about = `session ${sessionId}`;
  const id = readId<SessionId>(sessionId);
  const [row] = await app.db.select().from(session).where(eq(session.id, id));
  if (row === undefined) return [bad(about, 'There is no session with this id.', 'Copy the id from its address.')];
  const [last] = await app.db
    .select()
    .from(sessionEvent)
    .where(eq(sessionEvent.sessionId, id))
    .orderBy(desc(sessionEvent.id))
    .limit(1);
  const moved = last === undefined ? '' : `, since ${last.event} by ${last.actor} at ${toIso(last.happenedAt)}`;
  return [
    hasLapsed(row, app.clock.now())
      ? attend(about, 'Its payment deadline has passed.', 'Nothing: the sweep ends it within a minute.')
      : fine(about, `It is ${row.status}, ${row.paymentStatus}${moved}.`),
    await paymentOf(app, about, row),
    await meetingOf(app, about, row),
    ...(await tasksOf(app, about, id)),
  ];
}

type Row = typeof session.$inferSelect;

async function paymentOf(app: App, about: string, row: Row): Promise<Finding> {
  if (row.paymentStatus === 'NOT_REQUIRED') return fine(about, 'It is free.');
  const charges = await chargesFor(app.db, row.id);
  const said = charges.map(
    ({ reference, status, mismatch }) => `${reference} ${status}${mismatch ? ` (${mismatch})` : ''}`,
  );
  if (said.length === 0) return fine(about, 'Nobody has tried to pay for it.');
  const waiting = charges.some(({ status, decidedAt }) => status === 'SUCCEEDED' && decidedAt === null);
  if (waiting) {
    return bad(
      about,
      `Money came and no one took it: ${said.join(', ')}.`,
      'Is a worker running? The sweep takes it up.',
    );
  }
  return fine(about, `Payments: ${said.join(', ')}.`);
}

async function meetingOf(app: App, about: string, row: Row): Promise<Finding> {
  const isOn = (row.status === 'SCHEDULED' || row.status === 'IN_PROGRESS') && isPaid(row.paymentStatus);
  if (!isOn) return fine(about, 'It needs no place to meet as it stands.');
  if (row.meetingUrl !== null) return fine(about, `Its meeting link is there, by ${row.meetingProvider ?? 'link'}.`);
  if (app.zoom !== null) return zoomOf(app, about, row);
  const [own] = await app.db
    .select({ url: availability.meetingUrl })
    .from(availability)
    .where(eq(availability.tutorId, row.tutorId));
  return own?.url == null
    ? bad(
        about,
        'It has no meeting link, and its tutor has saved none of their own.',
        'They add one on /tutor/mentorship/schedule or on the session’s page.',
      )
    : bad(about, 'It has no meeting link although its tutor has one.', 'Is a worker running? The sweep fills it in.');
}

/** What Zoom said when it was last asked for this session's meeting. */
async function zoomOf(app: App, about: string, row: Row): Promise<Finding> {
  const [asked] = await app.db.select().from(zoomMeeting).where(eq(zoomMeeting.sessionId, row.id));
  if (asked?.lastError == null)
    return bad(
      about,
      'It has no meeting yet, and Zoom has refused none.',
      'Is a worker running? The sweep asks for one.',
    );
  const again = asked.nextTryAt === null ? '' : `, again at ${toIso(asked.nextTryAt)}`;
  return bad(
    about,
    `Zoom made no meeting: ${asked.lastError} (${asked.attempts} tries${again}).`,
    'See docs/zoom-integration.md; meanwhile its tutor may give a link on the session’s page.',
  );
}

async function tasksOf(app: App, about: string, sessionId: SessionId): Promise<Finding[]> {
  const tasks = await app.db
    .select({ kind: adminTask.kind, detail: adminTask.detail })
    .from(adminTask)
    .where(and(eq(adminTask.subjectId, sessionId), eq(adminTask.status, 'OPEN')))
    .orderBy(asc(adminTask.createdAt));
  return tasks.map(({ kind, detail }) =>
    attend(about, `It waits for an admin: ${kind} (${detail}).`, `Decide on /admin/mentorship/sessions/${sessionId}.`),
  );
}
