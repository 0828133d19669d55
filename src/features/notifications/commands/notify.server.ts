import { and, eq, inArray, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { mailDelivery, notification, notificationCounter } from '#infra/db/tables/notifications.server.ts';
import { newId, type PersonId, type SessionId } from '#shared/id.ts';
import type { Json } from '#shared/result.ts';
import { parseInstant, type Instant } from '#shared/time.ts';
import { MAIL_QUEUED } from '../events.ts';
import { channelsFor } from '../queries/settings.server.ts';
import { groupOf } from '../rules/event-groups.ts';
import { isOwnDoing } from '../rules/phrases.ts';
import { OVERTAKEN_KINDS, overtakes, worthUntil } from '../rules/reminder.ts';
import type { Notice } from '../types.ts';

/**
 * The one door through which people are told. Writes the rows in the caller's transaction and asks for the mails that
 * their settings want; the same `onceKey` never tells the same person twice. What they did themselves is a receipt: a
 * mail and a line in their history, which rings no bell.
 */
export async function notify(app: App, tx: Tx, notices: readonly Notice[]): Promise<void> {
  const inOrder = [...notices].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  for (const notice of inOrder) await tell(app, tx, notice);
}

async function tell(app: App, tx: Tx, notice: Notice): Promise<void> {
  const { personId, kind, data } = notice;
  const now = app.clock.now();
  const id = newId(app.random, now.epochMilliseconds);
  const seq = (await lockCounter(tx, personId)) + 1;
  const wanted = await channelsFor(tx, personId, groupOf(kind, data));
  const isReceipt = isOwnDoing(data);
  const inserted = await tx
    .insert(notification)
    .values({
      id,
      personId,
      seq,
      kind,
      onceKey: notice.onceKey,
      sessionId: notice.sessionId,
      data: data as Json,
      showsToast: wanted.toast && !isReceipt,
      createdAt: now,
      readAt: isReceipt ? now : null,
    })
    .onConflictDoNothing({ target: [notification.personId, notification.onceKey] })
    .returning({ id: notification.id });
  if (inserted.length === 0) return;
  await tx.update(notificationCounter).set({ lastSeq: seq }).where(eq(notificationCounter.personId, personId));
  if (overtakes(kind, data)) await dropOvertakenMails(tx, notice.sessionId);
  if (wanted.mail) await queueMail(app, tx, id, worthUntil(kind, data), now);
}

async function queueMail(app: App, tx: Tx, id: string, worthUntilIso: string | null, now: Instant): Promise<void> {
  await tx.insert(mailDelivery).values({
    notificationId: id,
    status: 'QUEUED',
    nextTryAt: now,
    worthUntil: worthUntilIso === null ? null : parseInstant(worthUntilIso),
  });
  await app.jobs.enqueue(tx, MAIL_QUEUED, { notificationId: id });
}

/** Reminders that still wait for the mail system would remind of a time that is no more. */
async function dropOvertakenMails(tx: Tx, sessionId: SessionId): Promise<void> {
  await tx
    .update(mailDelivery)
    .set({ status: 'DROPPED', nextTryAt: null })
    .from(notification)
    .where(
      and(
        eq(mailDelivery.status, 'QUEUED'),
        eq(notification.id, mailDelivery.notificationId),
        eq(notification.sessionId, sessionId),
        inArray(notification.kind, [...OVERTAKEN_KINDS]),
      ),
    );
}

/** The row lock orders one person's notifications, so that their numbers have no gaps. */
async function lockCounter(tx: Tx, personId: PersonId): Promise<number> {
  const [row] = await tx
    .insert(notificationCounter)
    .values({ personId, lastSeq: 0 })
    .onConflictDoUpdate({ target: notificationCounter.personId, set: { lastSeq: sql`${notificationCounter.lastSeq}` } })
    .returning({ lastSeq: notificationCounter.lastSeq });
  return row?.lastSeq ?? 0;
}
