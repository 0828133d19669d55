import { and, count, eq, inArray } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';

/** The SEQUENCE of a session's calendar entry: 0 when booked, one more with each move and with the cancellation. */
export async function calendarSequence(db: Executor, sessionId: SessionId): Promise<number> {
  const [row] = await db
    .select({ changes: count() })
    .from(sessionEvent)
    .where(and(eq(sessionEvent.sessionId, sessionId), inArray(sessionEvent.event, ['reschedule', 'cancel'])));
  return row?.changes ?? 0;
}
