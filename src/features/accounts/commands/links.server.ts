import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { accountLink, type LinkPurpose } from '#infra/db/tables/membership.server.ts';
import { readLink, signLink } from '#infra/signed-link.server.ts';
import { newId, type PersonId } from '#shared/id.ts';

export type AccountLink = typeof accountLink.$inferSelect;

type NewLink = { personId: PersonId; purpose: LinkPurpose; minutes: number; newEmail?: string };

/** Records what a link will do, once, within `minutes` of the real clock; its address is made by `linkToken`. */
export async function createLink(app: App, db: Executor, link: NewLink): Promise<string> {
  const now = new Date();
  const id = newId(app.random, now.getTime());
  const expiresAt = new Date(now.getTime() + link.minutes * 60_000);
  const { personId, purpose, newEmail = null } = link;
  await db.insert(accountLink).values({ id, personId, purpose, newEmail, createdAt: now, expiresAt });
  return id;
}

/** The part of the address that only we can make. Never stored, never logged. */
export function linkToken(app: App, linkId: string): string {
  return signLink(app.config.authSecret, linkId);
}

/** What a token is about, used or not; null when we did not sign it or it is for something else. */
export async function findLink(app: App, token: string, purpose: LinkPurpose): Promise<AccountLink | null> {
  const id = readLink(app.config.authSecret, token);
  if (id === null) return null;
  const where = and(eq(accountLink.id, id), eq(accountLink.purpose, purpose));
  const [row] = await app.db.select().from(accountLink).where(where);
  return row ?? null;
}

export function isOpen(link: AccountLink): boolean {
  return link.usedAt === null && link.expiresAt.getTime() > Date.now();
}

/** Uses a link up. False when somebody else was quicker, or it is too old. */
export async function useLink(tx: Tx, link: AccountLink): Promise<boolean> {
  const now = new Date();
  const used = await tx
    .update(accountLink)
    .set({ usedAt: now })
    .where(and(eq(accountLink.id, link.id), isNull(accountLink.usedAt), gt(accountLink.expiresAt, now)))
    .returning({ id: accountLink.id });
  return used.length > 0;
}

/** Makes every open link of these kinds worthless: the password or the address that they were about has changed. */
export async function closeLinks(tx: Tx, personId: PersonId, purposes: readonly LinkPurpose[]): Promise<void> {
  await tx
    .update(accountLink)
    .set({ usedAt: new Date() })
    .where(
      and(eq(accountLink.personId, personId), inArray(accountLink.purpose, [...purposes]), isNull(accountLink.usedAt)),
    );
}
