import { asc, eq, inArray, or } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { session, sessionEvent, sessionMessage } from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Everything that we hold about a person's sessions, at most `limit` rows a list, oldest first. */
export async function sessionsAbout(db: Executor, personId: PersonId, limit: number) {
  const sessions = await db
    .select()
    .from(session)
    .where(or(eq(session.studentId, personId), eq(session.tutorId, personId)))
    .orderBy(asc(session.createdAt), asc(session.id))
    .limit(limit);
  const messages = await db
    .select()
    .from(sessionMessage)
    .where(eq(sessionMessage.authorId, personId))
    .orderBy(asc(sessionMessage.createdAt))
    .limit(limit);
  const ids = sessions.map(({ id }) => id);
  const events =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(sessionEvent)
          .where(inArray(sessionEvent.sessionId, ids))
          .orderBy(asc(sessionEvent.id))
          .limit(limit);
  return {
    sessions: sessions.map((row) => ({ as: row.studentId === personId ? 'student' : 'tutor', ...row })),
    messages,
    events: events.map(({ why, ...row }) => ({ ...row, why: row.personId === personId ? why : null })),
  };
}
