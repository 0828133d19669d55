import { asc, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import type { PersonId } from '#shared/id.ts';

/** What a person was told, at most `limit`, oldest first. */
export function notificationsAbout(db: Executor, personId: PersonId, limit: number) {
  return db
    .select({
      kind: notification.kind,
      sessionId: notification.sessionId,
      data: notification.data,
      createdAt: notification.createdAt,
      readAt: notification.readAt,
    })
    .from(notification)
    .where(eq(notification.personId, personId))
    .orderBy(asc(notification.seq))
    .limit(limit);
}
