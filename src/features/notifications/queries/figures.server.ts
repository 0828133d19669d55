import { inArray, sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { mailDelivery } from '#infra/db/tables/notifications.server.ts';

/** Mails that still wait, and those that could not be sent, by status. */
export async function mailFigures(db: Executor): Promise<Record<string, number>> {
  const rows = await db
    .select({ status: mailDelivery.status, mails: sql<number>`count(*)::int` })
    .from(mailDelivery)
    .where(inArray(mailDelivery.status, ['QUEUED', 'FAILED']))
    .groupBy(mailDelivery.status);
  return Object.fromEntries(rows.map((row) => [row.status, row.mails]));
}
