import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { session, sessionMessage, timeProposal } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { plusMinutes, toIso } from '#shared/time.ts';
import type { ProposedTime, SessionMessage, SessionView } from '../types.ts';

/** The other times that are offered for these sessions and can still be answered, by session. */
export async function openProposals(
  app: App,
  sessions: readonly Pick<SessionView, 'id' | 'status'>[],
): Promise<Map<string, ProposedTime>> {
  const ids = sessions
    .filter(({ status }) => status === 'PENDING_MENTOR_REVIEW' || status === 'SCHEDULED')
    .map(({ id }) => id as SessionId);
  if (ids.length === 0) return new Map();
  const rows = await app.db
    .select({ proposal: timeProposal, durationMinutes: session.durationMinutes })
    .from(timeProposal)
    .innerJoin(session, eq(session.id, timeProposal.sessionId))
    .where(and(inArray(timeProposal.sessionId, ids), gt(timeProposal.expiresAt, app.clock.now())));
  return new Map(
    rows.map(({ proposal, durationMinutes }) => [
      proposal.sessionId,
      {
        startsAt: toIso(proposal.startsAt),
        endsAt: toIso(plusMinutes(proposal.startsAt, durationMinutes)),
        message: proposal.message,
        expiresAt: toIso(proposal.expiresAt),
      },
    ]),
  );
}

const MESSAGES_SHOWN = 200;

/** What was written around a session, oldest first; of very many the newest. */
export async function messagesOf(app: App, view: SessionView): Promise<SessionMessage[]> {
  const rows = await app.db
    .select()
    .from(sessionMessage)
    .where(eq(sessionMessage.sessionId, view.id as SessionId))
    .orderBy(desc(sessionMessage.createdAt), desc(sessionMessage.id))
    .limit(MESSAGES_SHOWN);
  return rows.toReversed().map(({ id, authorId, body, lateMinutes, createdAt }) => ({
    id,
    from: authorId === view.tutor.id ? 'tutor' : 'student',
    body,
    sentAt: toIso(createdAt),
    lateMinutes,
  }));
}
