import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { setMeeting, tellLinkMissing } from '#features/sessions/commands/set-meeting.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import type { MeetingProvider } from './types.ts';

const SWEEP_LIMIT = 100;

/** The tutor's own meeting link: the same place for every session, made by them. Without one the tutor is asked for it. */
export function linkProvider(app: App): MeetingProvider {
  return {
    name: 'link',
    async align(sessionId) {
      const [row] = await app.db.select().from(session).where(eq(session.id, sessionId));
      if (row === undefined || row.meetingUrl !== null) return 'settled';
      const url = await linkOf(app, row.tutorId);
      if (url === null) {
        await tellLinkMissing(app, sessionId);
        return 'waiting';
      }
      await setMeeting(app, sessionId, { url, provider: 'link' });
      return 'settled';
    },
    lost: () => withoutMeeting(app),
  };
}

async function linkOf(app: App, tutorId: PersonId): Promise<string | null> {
  const [row] = await app.db
    .select({ url: availability.meetingUrl })
    .from(availability)
    .where(eq(availability.tutorId, tutorId));
  return row?.url ?? null;
}

/** Booked sessions that still have no place to meet, soonest first. */
export async function withoutMeeting(app: App): Promise<SessionId[]> {
  const rows = await app.db
    .select({ id: session.id })
    .from(session)
    .where(
      and(
        eq(session.status, 'SCHEDULED'),
        inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED']),
        isNull(session.meetingUrl),
        gt(session.startsAt, app.clock.now()),
      ),
    )
    .orderBy(asc(session.startsAt))
    .limit(SWEEP_LIMIT);
  return rows.map(({ id }) => id);
}
