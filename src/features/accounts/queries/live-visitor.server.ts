import { and, eq, gt, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { authSession, person, type Role } from '#infra/db/tables/accounts.server.ts';
import { secondFactor } from '#infra/db/tables/membership.server.ts';
import type { PersonId } from '#shared/id.ts';
import { readAuthToken } from '../auth-cookie.server.ts';
import { mustEnrol } from '../queries.server.ts';

/** Who keeps a line open, and by which auth session: when that ends, so does the line. */
export type LiveVisitor = {
  readonly personId: PersonId;
  readonly role: Role;
  /** An admin who owes us an authenticator app: over a line, too, they are nobody's admin. */
  readonly mustEnrol?: true;
  readonly authSessionId: string;
  readonly expiresAtMs: number;
};

/** Whether a cookie is one that we signed; whether its session still lives only the database knows. */
export function hasSignedCookie(app: App, cookieHeader: string | null): boolean {
  return readAuthToken(app.config, cookieHeader) !== null;
}

/** By the session cookie; null when signed out, expired or revoked. */
export async function liveVisitorOf(app: App, cookieHeader: string | null): Promise<LiveVisitor | null> {
  const token = readAuthToken(app.config, cookieHeader);
  return token === null ? null : readVisitor(app, eq(authSession.token, token));
}

/** The same person as they are now: a role may have been taken since the line was opened. */
export function liveVisitorAgain(app: App, authSessionId: string): Promise<LiveVisitor | null> {
  return readVisitor(app, eq(authSession.id, authSessionId));
}

/** Which of these auth sessions still live. */
export async function liveAuthSessions(app: App, ids: readonly string[]): Promise<Set<string>> {
  const rows = await app.db
    .select({ id: authSession.id })
    .from(authSession)
    .where(and(inArray(authSession.id, [...ids]), gt(authSession.expiresAt, new Date())));
  return new Set(rows.map(({ id }) => id));
}

async function readVisitor(app: App, which: SQL): Promise<LiveVisitor | null> {
  const [row] = await app.db
    .select({
      personId: person.id,
      role: person.role,
      authSessionId: authSession.id,
      expiresAt: authSession.expiresAt,
      hasSecondFactor: sql<boolean>`${secondFactor.confirmedAt} is not null`,
    })
    .from(authSession)
    .innerJoin(person, eq(person.id, authSession.personId))
    .leftJoin(secondFactor, eq(secondFactor.personId, person.id))
    // Real time: moving the demo's clock signs nobody out.
    .where(and(which, gt(authSession.expiresAt, new Date()), isNull(person.erasedAt)));
  if (row === undefined) return null;
  const { expiresAt, hasSecondFactor, ...rest } = row;
  const visitor = { ...rest, expiresAtMs: expiresAt.getTime() };
  return mustEnrol(app.config, row.role, hasSecondFactor) ? { ...visitor, mustEnrol: true } : visitor;
}
