import { createHash } from 'node:crypto';
import { and, eq, isNotNull, or } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { answerUrlValidation, judgeZoomSignature, type SignedHeaders } from '#infra/zoom/signature.server.ts';
import { parseZoomWebhook, type ZoomWebhook } from '#infra/zoom/webhook.server.ts';
import { newId, type SessionId } from '#shared/id.ts';
import { ZOOM_EVENT } from '../events.ts';
import { ERASED_BODY } from '#features/payments/commands/forget-person.server.ts';

export type ZoomWebhookAnswer =
  | { is: 'stored' | 'known' | 'not_ours' | 'forged' | 'stale' | 'unreadable' | 'not_configured' }
  | { is: 'validated'; proof: { plainToken: string; encryptedToken: string } };

type Event = Exclude<ZoomWebhook, { kind: 'url_validation' }>;

/**
 * Stores an event and its job in one commit; the work comes afterwards. `nowMs` is real time. The account may hold
 * meetings of others: of theirs nothing is kept, since their people never heard of us.
 */
export async function receiveZoomWebhook(
  app: App,
  rawBody: Uint8Array,
  headers: SignedHeaders,
  nowMs: number,
): Promise<ZoomWebhookAnswer> {
  if (app.config.zoom === null) return { is: 'not_configured' };
  const { webhookSecret } = app.config.zoom;
  const verdict = judgeZoomSignature(rawBody, headers, webhookSecret, nowMs);
  if (verdict !== 'good') return { is: verdict };
  const parsed = parseZoomWebhook(rawBody);
  if (parsed === null) return { is: 'unreadable' };
  if (parsed.kind === 'url_validation') {
    return { is: 'validated', proof: answerUrlValidation(parsed.plainToken, webhookSecret) };
  }
  return { is: await store(app, rawBody, parsed) };
}

async function store(app: App, rawBody: Uint8Array, event: Event): Promise<'stored' | 'known' | 'not_ours'> {
  const { meetingId } = event;
  if (meetingId === null || event.kind === 'other') return 'not_ours';
  return inTransaction(app.db, async (tx) => {
    const [ours] = await tx
      .select({ sessionId: zoomMeeting.sessionId })
      .from(zoomMeeting)
      .where(eq(zoomMeeting.externalId, meetingId));
    if (ours === undefined) return 'not_ours';
    const isForgotten = await someoneIsErased(tx, ours.sessionId);
    const now = app.clock.now();
    const id = newId(app.random, now.epochMilliseconds);
    const stored = await tx
      .insert(webhookEvent)
      .values({
        id,
        provider: 'zoom',
        event: event.event,
        reference: meetingId,
        ours: true,
        bodyHash: createHash('sha256').update(rawBody).digest('hex'),
        body: isForgotten ? ERASED_BODY : new TextDecoder().decode(rawBody),
        receivedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: webhookEvent.id });
    if (stored.length === 0) return 'known';
    await app.jobs.enqueue(tx, ZOOM_EVENT, { eventId: id });
    return 'stored';
  });
}

/** Zoom names who came, however late it says so: of whoever has deleted their account nothing is kept. */
async function someoneIsErased(tx: Tx, sessionId: SessionId): Promise<boolean> {
  const [row] = await tx
    .select({ id: person.id })
    .from(session)
    .innerJoin(person, or(eq(person.id, session.studentId), eq(person.id, session.tutorId)))
    .where(and(eq(session.id, sessionId), isNotNull(person.erasedAt)))
    .limit(1);
  return row !== undefined;
}
