import { and, eq, inArray } from 'drizzle-orm';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { NotificationData } from '#features/notifications/types.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { isBefore, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import type { World } from '../world.ts';
import { SURE } from './telling.ts';

type Due = {
  /** Of the session, what made it sure, and which reminder. */
  key: string;
  sessionId: SessionId;
  people: PersonId[];
  startsAt: Instant;
  sureSince: Instant;
  beforeMinutes: number;
};

/**
 * Reminders that are to be given at this moment, by what was promised and not by the product's own rules: of every
 * session that is paid and on, was sure before the reminder's moment, and whose moment has come and is not long gone.
 */
export async function remindersDue({ app, clock }: World): Promise<Due[]> {
  const now = clock.now();
  const sessions = await app.db
    .select()
    .from(session)
    .where(
      and(
        eq(session.status, 'SCHEDULED'),
        inArray(session.paymentStatus, ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED']),
      ),
    );
  const events = await app.db.select().from(sessionEvent).orderBy(sessionEvent.id);
  return sessions.flatMap(({ id, studentId, tutorId, startsAt }) => {
    const sure = events.findLast(({ sessionId, event }) => sessionId === id && SURE.has(event));
    if (sure === undefined) return [];
    return settings.reminders
      .filter(({ beforeMinutes, staleAfterMinutes }) => {
        const moment = plusMinutes(startsAt, -beforeMinutes);
        const isStale = !isBefore(now, plusMinutes(moment, staleAfterMinutes));
        return !isBefore(now, moment) && !isStale && isBefore(now, startsAt) && isBefore(sure.happenedAt, moment);
      })
      .map(({ beforeMinutes }) => ({
        key: `${id} ${sure.id} ${beforeMinutes}`,
        sessionId: id,
        people: [studentId, tutorId],
        startsAt,
        sureSince: sure.happenedAt,
        beforeMinutes,
      }));
  });
}

/** Those of `due` that are due still, once a sweep has gone through, and that one of the two was not given. */
export async function findMissedReminders(world: World, due: readonly Due[]): Promise<string[]> {
  const still = new Set((await remindersDue(world)).map(({ key }) => key));
  const given = await world.app.db.select().from(notification).where(eq(notification.kind, 'session_starting'));
  return due
    .filter(({ key }) => still.has(key))
    .flatMap(({ people, sessionId, startsAt, sureSince, beforeMinutes }) =>
      people
        .filter(
          (personId) =>
            !given.some(
              (told) =>
                told.personId === personId &&
                told.sessionId === sessionId &&
                (told.data as NotificationData).startsAt === toIso(startsAt) &&
                told.onceKey.endsWith(`:${beforeMinutes}`) &&
                !isBefore(told.createdAt, sureSince),
            ),
        )
        .map(
          (personId) =>
            `${personId} was not reminded of ${sessionId}, ${beforeMinutes} minutes before ${toIso(startsAt)}`,
        ),
    );
}
