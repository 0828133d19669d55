import { and, asc, eq, gt, isNull, lte, ne, notInArray, or } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import type { Zoom } from '#infra/zoom/client.server.ts';
import type { ZoomConfig } from '#infra/zoom/config.server.ts';
import { NO_SUCH_USER, type ZoomError } from '#infra/zoom/result.server.ts';
import { tellLinkMissing } from '#features/sessions/commands/set-meeting.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { plusMinutes } from '#shared/time.ts';
import { claimStep, type Claimed } from './commands/claim-zoom-step.server.ts';
import {
  recordCreated,
  recordFailure,
  recordLost,
  recordMoved,
  recordNoneFound,
  recordRemoved,
} from './commands/record-zoom.server.ts';
import { closeHostForToday } from './commands/zoom-hosts.server.ts';
import { withoutMeeting } from './link-provider.server.ts';
import { agendaOf, isAgendaOf, isWorthTelling, topicOf } from './rules.ts';
import type { Aligned, MeetingProvider } from './types.ts';

const SWEEP_LIMIT = 100;
/** More than the longest way (search, make, move) for a pool in which some hosts are used up; then the sweep goes on. */
const MAX_STEPS = 12;
/** Further back no session changes any more. */
const LOOK_BACK_MINUTES = 24 * 60;

type Work = Extract<Claimed, { timeZone: string }>;
type Here = { readonly app: App; readonly zoom: Zoom; readonly config: ZoomConfig };

/** A Zoom meeting for each session, in the name of one of the configured hosts. */
export function zoomProvider(app: App, zoom: Zoom, config: ZoomConfig): MeetingProvider {
  const here = { app, zoom, config };
  return {
    name: 'zoom',
    async align(sessionId) {
      for (let steps = 0; steps < MAX_STEPS; steps += 1) {
        const claimed = await claimStep(app, config, sessionId);
        if (claimed.step === 'nothing') return 'settled';
        if (claimed.step === 'waiting') return 'waiting';
        if (claimed.step === 'again') continue;
        if (claimed.step === 'full') {
          if (claimed.row.state !== 'CREATED') await tellLinkMissing(app, sessionId);
          return 'waiting';
        }
        const stopped = await perform(here, claimed);
        if (stopped !== null) return stopped;
      }
      return 'waiting';
    },
    lost: () => lostMeetings(app),
  };
}

/** Makes one call and records what came of it. Null: go on with the next step. */
async function perform(here: Here, work: Work): Promise<Aligned | null> {
  switch (work.step) {
    case 'create':
      return create(here, work);
    case 'search':
      return search(here, work);
    case 'move':
      return move(here, work);
    case 'delete':
      return remove(here, work);
  }
}

async function create(here: Here, work: Work): Promise<Aligned | null> {
  const { app, zoom } = here;
  const { row, session, timeZone } = work;
  const made = await zoom.create({
    host: hostOf(work),
    topic: topicOf(session.title),
    agenda: agendaOf(session.id),
    startsAt: session.startsAt,
    durationMinutes: session.durationMinutes,
    timeZone,
  });
  if (!made.ok) return failed(here, work, made.error);
  await recordCreated(app, row, made.value, session.startsAt);
  return null;
}

/** Looks at the host for a meeting whose making was not answered. More than one are as many tries: the others are deleted. */
async function search(here: Here, work: Work): Promise<Aligned | null> {
  const { app, zoom } = here;
  const listed = await zoom.list(hostOf(work));
  if (!listed.ok) return failed(here, work, listed.error);
  const [first, ...others] = listed.value.filter(({ agenda }) => isAgendaOf(agenda, work.session.id));
  for (const { id } of others) {
    const deleted = await zoom.delete(id);
    if (!deleted.ok) return failed(here, work, deleted.error);
  }
  const found = first === undefined ? null : await zoom.get(first.id);
  if (found !== null && !found.ok) return failed(here, work, found.error);
  if (first === undefined || found?.value == null) await recordNoneFound(app, work.row);
  else await recordCreated(app, work.row, found.value, first.startsAt ?? work.session.startsAt);
  return null;
}

async function move(here: Here, work: Work): Promise<Aligned | null> {
  const { app, zoom } = here;
  const { row, session, timeZone } = work;
  const { startsAt, durationMinutes } = session;
  const moved = await zoom.patch(idOf(work), { topic: topicOf(session.title), startsAt, durationMinutes, timeZone });
  if (!moved.ok) return failed(here, work, moved.error);
  if (moved.value === 'changed') await recordMoved(app, row, startsAt);
  else await recordLost(app, row);
  return null;
}

async function remove(here: Here, work: Work): Promise<Aligned | null> {
  const removed = await here.zoom.delete(idOf(work));
  if (!removed.ok) return failed(here, work, removed.error);
  await recordRemoved(here.app, work.row);
  return null;
}

/** A host whose day is used up, or who is none, is left out until tomorrow; anything else waits, and the tutor learns of it. */
async function failed({ app }: Here, work: Work, error: ZoomError): Promise<Aligned | null> {
  const { row, session, step } = work;
  app.log.warn({ sessionId: row.sessionId, step, attempts: row.attempts, error }, 'Zoom did not do what was asked');
  const isHosts = error.isDaily === true || error.code === NO_SUCH_USER;
  if (isHosts && row.host !== null) await closeHostForToday(app, row.host);
  const canTurnElsewhere = isHosts && (step === 'create' || step === 'move');
  await recordFailure(app, row, error, canTurnElsewhere);
  if (canTurnElsewhere) return null;
  if (
    row.state !== 'CREATED' &&
    isWorthTelling({ ...error, attempts: row.attempts }, session.startsAt, app.clock.now())
  )
    await tellLinkMissing(app, row.sessionId);
  return error.kind === 'unavailable' ? 'unavailable' : 'waiting';
}

function hostOf({ row }: Work): string {
  assert(row.host !== null, `the meeting of session ${row.sessionId} has a host`);
  return row.host;
}

function idOf({ row }: Work): string {
  assert(row.externalId !== null, `the meeting of session ${row.sessionId} exists at Zoom`);
  return row.externalId;
}

async function lostMeetings(app: App): Promise<SessionId[]> {
  const [begun, due, strayed] = [await withoutMeeting(app), await dueRows(app), await strayedRows(app)];
  return [...new Set([...due, ...strayed, ...begun])];
}

/** Those whose next try has come. */
async function dueRows(app: App): Promise<SessionId[]> {
  const rows = await app.db
    .select({ id: zoomMeeting.sessionId })
    .from(zoomMeeting)
    .where(lte(zoomMeeting.nextTryAt, app.clock.now()))
    .orderBy(asc(zoomMeeting.nextTryAt))
    .limit(SWEEP_LIMIT);
  return rows.map(({ id }) => id);
}

/** Meetings of sessions that moved, were cancelled or were given a link, and whose job was lost. */
async function strayedRows(app: App): Promise<SessionId[]> {
  const rows = await app.db
    .select({ id: zoomMeeting.sessionId })
    .from(zoomMeeting)
    .innerJoin(session, eq(session.id, zoomMeeting.sessionId))
    .where(
      and(
        eq(zoomMeeting.state, 'CREATED'),
        isNull(zoomMeeting.nextTryAt),
        gt(zoomMeeting.startsAt, plusMinutes(app.clock.now(), -LOOK_BACK_MINUTES)),
        notInArray(session.status, ['COMPLETED', 'NO_SHOW']),
        or(
          notInArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
          ne(session.startsAt, zoomMeeting.startsAt),
          ne(session.meetingProvider, 'zoom'),
        ),
      ),
    )
    .orderBy(asc(zoomMeeting.startsAt))
    .limit(SWEEP_LIMIT);
  return rows.map(({ id }) => id);
}
