import { and, asc, eq, ne } from 'drizzle-orm';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import type { PersonId } from '#shared/id.ts';

/** How many admins there are besides this person. Under `lockAdmins` it stays so until the transaction ends. */
export function otherAdmins(db: Executor, personId: PersonId): Promise<number> {
  return db.$count(person, and(eq(person.role, 'ADMIN'), ne(person.id, personId)));
}

/** Lets one admin at a time leave: two who go at once would each count on the other. In id order, so in no circle. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await tx.select({ id: person.id }).from(person).where(eq(person.role, 'ADMIN')).orderBy(asc(person.id)).for('update');
}
