import { eq } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { checkVersion, lockSession, type SessionRow } from './commands/move.server.ts';
import type { UserRole } from './types.ts';

declare const proof: unique symbol;
/** A session on which this person may act in this role. Only the gates below mint it. */
export type SessionOf<R extends UserRole> = SessionRow & { readonly [proof]: R };

type Wanted = { sessionId: SessionId; version?: number | undefined };

/** Which side of a session somebody is on: null for a stranger, who is told that there is no such session. */
export function sideOf(
  actor: Pick<Actor, 'personId' | 'role' | 'mustEnrol'>,
  row: Pick<SessionRow, 'studentId' | 'tutorId'>,
): UserRole | null {
  if (row.studentId === actor.personId) return 'student';
  if (row.tutorId === actor.personId) return 'tutor';
  return actor.role === 'ADMIN' && !actor.mustEnrol ? 'admin' : null;
}

/** The student's own session, read without a lock: for commands that lock it themselves. */
export async function ownSession(app: App, actor: Actor, wanted: Wanted): Promise<Result<SessionOf<'student'>>> {
  const [row] = await app.db.select().from(session).where(eq(session.id, wanted.sessionId));
  if (row === undefined || row.studentId !== actor.personId) return refuse('not_found');
  const current = checkVersion(row, wanted.version);
  return current.ok ? ok(current.value as SessionOf<'student'>) : current;
}

/**
 * Locks a session and both its people for a change by one of `roles`. A session of strangers is `not_found`; a
 * role of the session's that may not do this is `forbidden`; whoever was erased meanwhile is `signed_out`.
 */
export async function lockSessionFor<R extends UserRole>(
  tx: Tx,
  actor: Actor,
  wanted: Wanted,
  roles: readonly R[],
): Promise<Result<{ row: SessionOf<R>; role: R }>> {
  const [seen] = await tx
    .select({ studentId: session.studentId, tutorId: session.tutorId })
    .from(session)
    .where(eq(session.id, wanted.sessionId));
  const role = seen === undefined ? null : sideOf(actor, seen);
  if (seen === undefined || role === null) return refuse('not_found');
  if (!isOneOf(role, roles)) return refuse('forbidden');
  const present = await lockActor(tx, actor, [seen.studentId, seen.tutorId]);
  if (!present.ok) return present;
  const row = await lockSession(tx, wanted.sessionId);
  if (row === null) return refuse('not_found');
  const current = checkVersion(row, wanted.version);
  return current.ok ? ok({ row: current.value as SessionOf<R>, role }) : current;
}

function isOneOf<R extends UserRole>(role: UserRole, roles: readonly R[]): role is R {
  return (roles as readonly UserRole[]).includes(role);
}
