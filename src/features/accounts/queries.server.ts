import { and, asc, eq, gt, isNull, like, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { secondFactor } from '#infra/db/tables/membership.server.ts';
import type { PersonId } from '#shared/id.ts';
import { readAuthToken } from './auth-cookie.server.ts';
import type { Actor } from './gates.server.ts';
import type { Role } from './permissions.ts';

const actorColumns = {
  personId: person.id,
  role: person.role,
  name: person.name,
  email: person.email,
  image: person.image,
  timeZone: person.timeZone,
  verifiedAt: person.verifiedAt,
  hasSecondFactor: sql<boolean>`${secondFactor.confirmedAt} is not null`,
};

/** Who is asking, by the session cookie; null when signed out, expired, revoked or erased. One query, none without a cookie, and once an hour a note of when they were seen. */
export async function getActor(app: App, headers: Headers): Promise<Actor | null> {
  const token = readAuthToken(app.config, headers.get('cookie'));
  if (token === null) return null;
  // Real time: moving the demo's clock signs nobody out.
  const now = new Date();
  const [row] = await actorQuery(app.db).execute({ token, now });
  if (row === undefined) return null;
  const { seenAt, ...found } = row;
  if (now.getTime() - seenAt.getTime() > SEEN_EVERY_MS) await noteSeen(app.db, token, now);
  return toActor(app, found);
}

/** "Last seen" on the page of one's devices is right to the hour: any finer, and every page would write. */
const SEEN_EVERY_MS = 60 * 60 * 1000;

async function noteSeen(db: Database, token: string, now: Date): Promise<void> {
  await db.update(authSession).set({ updatedAt: now }).where(eq(authSession.token, token));
}

type ActorRow = Omit<Actor, 'verified' | 'mustEnrol'> & { verifiedAt: unknown; hasSecondFactor: boolean };

function toActor(app: App, { verifiedAt, hasSecondFactor, ...rest }: ActorRow): Actor {
  const actor = { ...rest, verified: verifiedAt !== null };
  return mustEnrol(app.config, rest.role, hasSecondFactor) ? { ...actor, mustEnrol: true } : actor;
}

/** Who sees everybody's money needs more than a password, where the money is real. */
export function mustEnrol(config: Pick<App['config'], 'mode'>, role: Role, hasSecondFactor: boolean): boolean {
  return config.mode === 'production' && role === 'ADMIN' && !hasSecondFactor;
}

const actorQueries = new WeakMap<Database, ReturnType<typeof prepareActorQuery>>();

/** Built once: every request of somebody signed in asks it. */
function actorQuery(db: Database) {
  const query = actorQueries.get(db) ?? prepareActorQuery(db);
  actorQueries.set(db, query);
  return query;
}

function prepareActorQuery(db: Database) {
  const isLive = gt(authSession.expiresAt, sql.placeholder('now'));
  return db
    .select({ ...actorColumns, seenAt: authSession.updatedAt })
    .from(authSession)
    .innerJoin(person, eq(person.id, authSession.personId))
    .leftJoin(secondFactor, eq(secondFactor.personId, person.id))
    .where(and(eq(authSession.token, sql.placeholder('token')), isLive, isNull(person.erasedAt)))
    .prepare('actor');
}

/** A person as an actor, for what they do without a cookie: answering by a signed mail. */
export async function actorById(app: App, personId: PersonId): Promise<Actor | null> {
  const [row] = await app.db
    .select(actorColumns)
    .from(person)
    .leftJoin(secondFactor, eq(secondFactor.personId, person.id))
    .where(eq(person.id, personId));
  return row === undefined ? null : toActor(app, row);
}

const DEMO_PEOPLE_LIMIT = 12;

/** The people whom the demo bar signs in as. Empty outside the demo and tests. */
export async function demoPeople(app: App): Promise<{ email: string; name: string; role: Role }[]> {
  if (app.config.mode !== 'demo' && app.config.mode !== 'test') return [];
  return app.db
    .select({ email: person.email, name: person.name, role: person.role })
    .from(person)
    .where(like(person.email, '%@demo.test'))
    .orderBy(asc(person.createdAt), asc(person.id))
    .limit(DEMO_PEOPLE_LIMIT);
}
