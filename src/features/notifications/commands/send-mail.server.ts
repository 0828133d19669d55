import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { mailDelivery, notification } from '#infra/db/tables/notifications.server.ts';
import type { Mail } from '#infra/mail/mailer.server.ts';
import { signLink } from '#infra/signed-link.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { isBefore, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { mailOf, wordsOf, type Action } from '../rules.ts';
import { canTurnOff, footOf, groupOf } from '../rules/event-groups.ts';
import { invitationOf, senderOf } from '../rules/invitation.ts';
import { asOf } from '../rules/reminder.ts';
import type { NotificationData, NotificationKind } from '../types.ts';
import { unsubscribePath } from './unsubscribe.server.ts';

const MAX_ATTEMPTS = 12;
const CLAIM_MINUTES = 2;
const RETRY_MINUTES = [1, 2, 5, 15, 60];

/** Sends one notification's mail, at most once by each attempt; a failed one is tried again by the sweep. */
export async function sendMail(app: App, notificationId: string): Promise<void> {
  const claimed = await claim(app, notificationId);
  if (claimed === null) return;
  const now = app.clock.now();
  if (claimed.worthUntil !== null && !isBefore(now, claimed.worthUntil)) return drop(app, notificationId);
  const [row] = await app.db
    .select({ notification, name: person.name, email: person.email, erasedAt: person.erasedAt })
    .from(notification)
    .innerJoin(person, eq(person.id, notification.personId))
    .where(eq(notification.id, notificationId));
  assert(row !== undefined && row.notification.sessionId !== null, `notification ${notificationId} exists`);
  if (row.erasedAt !== null) return drop(app, notificationId); // there is nobody to tell
  const mail = compose(app, { ...row.notification, sessionId: row.notification.sessionId }, row);
  const sent = await app.mailer.send({ to: row.email, ...mail, messageId: messageId(app, notificationId) });
  await record(app, notificationId, claimed.attempts, sent.ok ? null : sent);
}

type Told = typeof notification.$inferSelect & { sessionId: SessionId };

/** The whole mail: words as they read now, answers, invitation, and how to stop mails like it where that is possible. */
function compose(app: App, told: Told, reader: { name: string; email: string }): Omit<Mail, 'to' | 'messageId'> {
  const { publicUrl, mail } = app.config;
  const now = app.clock.now();
  const kind = told.kind as NotificationKind;
  const data = asOf(kind, told.data as NotificationData, now.epochMilliseconds);
  const group = groupOf(kind, data);
  const stopPath = canTurnOff(group) ? unsubscribePath(app, told.personId, group) : null;
  const words = wordsOf(kind, data, told.sessionId);
  const about = { sessionId: told.sessionId, publicUrl, nowIso: toIso(now), reader, from: senderOf(mail.from) };
  const icalEvent = invitationOf(kind, data, about);
  return {
    ...mailOf(words, reader, publicUrl, answers(app, data), footOf(group, stopPath)),
    ...(icalEvent !== null && { icalEvent }),
    ...(stopPath !== null && { unsubscribeUrl: `${publicUrl}${stopPath}` }),
  };
}

/** A request may be answered from its mail: the links are signed here, so that no row holds what opens them. */
function answers(app: App, { answerLinks }: NotificationData): Action[] {
  if (answerLinks === undefined) return [];
  const path = (id: string) => `/mentorship/answer/${signLink(app.config.authSecret, id)}`;
  return [
    { label: 'Approve', path: path(answerLinks.approve) },
    { label: 'Decline', path: path(answerLinks.reject) },
  ];
}

/** The same for every try, so that a mail system that saw it already can tell. */
function messageId(app: App, notificationId: string): string {
  return `<${notificationId}@${new URL(app.config.publicUrl).hostname}>`;
}

async function claim(
  app: App,
  notificationId: string,
): Promise<{ attempts: number; worthUntil: Instant | null } | null> {
  const now = app.clock.now();
  const [row] = await app.db
    .update(mailDelivery)
    .set({ attempts: sql`${mailDelivery.attempts} + 1`, nextTryAt: plusMinutes(now, CLAIM_MINUTES) })
    .where(
      and(
        eq(mailDelivery.notificationId, notificationId),
        eq(mailDelivery.status, 'QUEUED'),
        or(isNull(mailDelivery.nextTryAt), lte(mailDelivery.nextTryAt, now)),
      ),
    )
    .returning({ attempts: mailDelivery.attempts, worthUntil: mailDelivery.worthUntil });
  return row ?? null;
}

async function drop(app: App, notificationId: string): Promise<void> {
  app.log.info({ notificationId }, 'a mail came too late: for its session, or for a reader who has left');
  await app.db
    .update(mailDelivery)
    .set({ status: 'DROPPED', nextTryAt: null })
    .where(and(eq(mailDelivery.notificationId, notificationId), eq(mailDelivery.status, 'QUEUED')));
}

async function record(
  app: App,
  notificationId: string,
  attempts: number,
  failure: { retryable: boolean; message: string } | null,
): Promise<void> {
  const now = app.clock.now();
  const values =
    failure === null
      ? { status: 'SENT' as const, sentAt: now, nextTryAt: null, lastError: null }
      : failure.retryable && attempts < MAX_ATTEMPTS
        ? {
            nextTryAt: plusMinutes(now, RETRY_MINUTES[Math.min(attempts, RETRY_MINUTES.length) - 1] ?? 60),
            lastError: failure.message.slice(0, 500),
          }
        : { status: 'FAILED' as const, nextTryAt: null, lastError: failure.message.slice(0, 500) };
  if (failure !== null) app.log.warn({ notificationId, attempts, reason: failure.message }, 'a mail was not sent');
  await app.db.update(mailDelivery).set(values).where(eq(mailDelivery.notificationId, notificationId));
}
