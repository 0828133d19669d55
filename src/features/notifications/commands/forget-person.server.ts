import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Tx } from '#infra/db/client.server.ts';
import { mailDelivery, notification, notificationSetting } from '#infra/db/tables/notifications.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';

/**
 * Takes a person out of what was told: their own rows lose every word that somebody wrote and send no mail any more,
 * and those of the people whom they met lose their name and what they wrote.
 */
export async function forgetPersonInNotifications(
  tx: Tx,
  { id, name, email }: { id: PersonId; name: string; email: string },
  erasedName: string,
): Promise<void> {
  const own = tx.select({ id: notification.id }).from(notification).where(eq(notification.personId, id));
  await tx
    .update(mailDelivery)
    .set({ status: 'FAILED', nextTryAt: null, lastError: 'the account was deleted' })
    .where(and(eq(mailDelivery.status, 'QUEUED'), inArray(mailDelivery.notificationId, own)));
  await tx.delete(notificationSetting).where(eq(notificationSetting.personId, id));
  const unnamed = sql`(${notification.data} - 'message') || jsonb_build_object('otherName', ${erasedName}::text)`;
  await tx
    .update(notification)
    .set({ data: sql`${unnamed} || jsonb_build_object('title', 'Session'::text)` })
    .where(eq(notification.personId, id));
  const met = tx
    .select({ id: session.id })
    .from(session)
    .where(or(eq(session.studentId, id), eq(session.tutorId, id)));
  const title = sql`replace(replace(${notification.data}->>'title', ${email}, ${erasedName}), ${name}, ${erasedName})`;
  await tx
    .update(notification)
    .set({ data: sql`${unnamed} || jsonb_build_object('title', coalesce(${title}, ''))` })
    .where(and(ne(notification.personId, id), inArray(notification.sessionId, met)));
}
