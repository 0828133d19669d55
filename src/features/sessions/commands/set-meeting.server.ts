import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { lockSession, type SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

type Meeting = { url: string; provider: string };

/** Keeps the place where a booked session meets, unless it has one already or is over. */
export async function setMeeting(app: App, sessionId: SessionId, meeting: Meeting): Promise<void> {
  await app.db
    .update(session)
    .set(placed(app, meeting))
    .where(
      and(eq(session.id, sessionId), isNull(session.meetingUrl), inArray(session.status, ['SCHEDULED', 'IN_PROGRESS'])),
    );
}

/**
 * Gives a locked session the place that its provider made, in the caller's transaction. `isChange`: its people knew
 * another one before, and are told.
 */
export async function placeMeeting(
  app: App,
  tx: Tx,
  row: SessionRow,
  meeting: Meeting,
  isChange: boolean,
): Promise<void> {
  const [placedRow] = await tx.update(session).set(placed(app, meeting)).where(eq(session.id, row.id)).returning();
  if (placedRow === undefined || !isChange) return;
  const occasion = `${row.id}:${placedRow.version}`;
  await tell(app, tx, placedRow, 'meeting_link_changed', ['student', 'tutor'], {}, occasion);
}

/** Takes away a place that is no more, so that nobody is sent there. */
export async function dropMeeting(app: App, tx: Tx, row: SessionRow): Promise<void> {
  await tx
    .update(session)
    .set({ meetingUrl: null, meetingProvider: null, version: sql`${session.version} + 1`, updatedAt: app.clock.now() })
    .where(eq(session.id, row.id));
}

function placed(app: App, { url, provider }: Meeting) {
  const version = sql`${session.version} + 1`;
  return { meetingUrl: url, meetingProvider: provider, version, updatedAt: app.clock.now() };
}

/** Asks the tutor, once, for a link to meet at. */
export async function tellLinkMissing(app: App, sessionId: SessionId): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const row = await lockSession(tx, sessionId);
    if (row?.status !== 'SCHEDULED' || row.meetingUrl !== null) return;
    await tell(app, tx, row, 'meeting_link_missing', ['tutor']);
  });
}
