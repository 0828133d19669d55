import { and, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { ERASED_BODY } from '#features/payments/commands/forget-person.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Empties what Zoom told us of the meetings of a person's sessions: it names who came. When each side came stays. */
export async function forgetPersonInMeetings(tx: Tx, personId: PersonId): Promise<void> {
  const theirs = tx
    .select({ reference: zoomMeeting.externalId })
    .from(zoomMeeting)
    .innerJoin(session, eq(session.id, zoomMeeting.sessionId))
    .where(and(isNotNull(zoomMeeting.externalId), or(eq(session.studentId, personId), eq(session.tutorId, personId))));
  await tx
    .update(webhookEvent)
    .set({ body: ERASED_BODY })
    .where(and(eq(webhookEvent.provider, 'zoom'), inArray(webhookEvent.reference, theirs)));
}

/** Of a meeting that is no more: its events name nobody's session from now on, and would be found by no one who leaves. */
export async function forgetMeetingEvents(tx: Tx, externalId: string | null): Promise<void> {
  if (externalId === null) return;
  await tx
    .update(webhookEvent)
    .set({ body: ERASED_BODY })
    .where(and(eq(webhookEvent.provider, 'zoom'), eq(webhookEvent.reference, externalId)));
}
