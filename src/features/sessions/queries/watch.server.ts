import { eq } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { sideOf } from '../gates.server.ts';

/** The version of a session for one who may see it; null for strangers, who learn nothing, not even that it exists. */
export async function watchedVersion(
  app: App,
  actor: Pick<Actor, 'personId' | 'role' | 'mustEnrol'>,
  sessionId: SessionId,
): Promise<number | null> {
  const [row] = await app.db
    .select({ studentId: session.studentId, tutorId: session.tutorId, version: session.version })
    .from(session)
    .where(eq(session.id, sessionId));
  return row !== undefined && sideOf(actor, row) !== null ? row.version : null;
}
