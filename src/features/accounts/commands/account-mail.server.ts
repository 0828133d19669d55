import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { accountMail } from '#infra/db/tables/membership.server.ts';
import { newId, type PersonId } from '#shared/id.ts';
import type { Json } from '#shared/result.ts';
import { ACCOUNT_MAIL } from '../events.ts';
import type { AccountMailData, AccountMailKind } from '../types.ts';

type Wanted = { personId: PersonId | null; email: string; kind: AccountMailKind; data?: AccountMailData };

/** Asks, in the transaction of what it tells about, for one mail about an account. */
export async function queueAccountMail(app: App, tx: Tx, { personId, email, kind, data = {} }: Wanted): Promise<void> {
  const now = app.clock.now();
  const id = newId(app.random, now.epochMilliseconds);
  const values = { id, personId, email, kind, data: data as Json, nextTryAt: now, createdAt: now };
  await tx.insert(accountMail).values(values);
  await app.jobs.enqueue(tx, ACCOUNT_MAIL, { mailId: id });
}
