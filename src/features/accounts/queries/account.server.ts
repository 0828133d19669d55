import { and, desc, eq, gt } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { assert } from '#shared/assert.ts';
import type { ProfileView } from '../commands/profile.server.ts';
import type { May } from '../gates.server.ts';
import { deviceWords } from '../rules/device-words.ts';

/** More devices than anybody has; a list is never without a bound. */
const MAX_DEVICES = 50;

export type Device = { id: string; words: string; isThis: boolean; since: string; seen: string };

/** Where a person is signed in, the latest first. Times are ISO UTC by the real clock. */
export async function devices(app: App, actor: May<'account.manage'>, thisToken: string | null): Promise<Device[]> {
  const rows = await app.db
    .select()
    .from(authSession)
    .where(and(eq(authSession.personId, actor.personId), gt(authSession.expiresAt, new Date())))
    .orderBy(desc(authSession.updatedAt), desc(authSession.id))
    .limit(MAX_DEVICES);
  const list = rows.map(({ id, token, userAgent, createdAt, updatedAt }) => ({
    id,
    words: deviceWords(userAgent),
    isThis: token === thisToken,
    since: createdAt.toISOString(),
    seen: updatedAt.toISOString(),
  }));
  return list.toSorted((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** What the profile form begins with. */
export async function profileOf(app: App, actor: May<'account.manage'>): Promise<ProfileView> {
  const [row] = await app.db
    .select({
      name: person.name,
      timeZone: person.timeZone,
      image: person.image,
      headline: person.headline,
      bio: person.bio,
    })
    .from(person)
    .where(eq(person.id, actor.personId));
  assert(row !== undefined, 'whoever is signed in is somebody');
  return row;
}
