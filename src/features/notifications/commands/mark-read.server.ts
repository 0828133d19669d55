import { and, eq, isNull, lte } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { markReadInput } from '../schema.ts';

/** Marks one's own notifications read: one by `id` (someone else's is `not_found`), or all up to `upToSeq`. Twice is once. */
export const markNotificationsRead = defineCommand({
  name: 'markNotificationsRead',
  permission: 'notification.read',
  input: markReadInput,
  async run(app, person, { id, upToSeq }): Promise<Result<{ read: number }>> {
    const mine = eq(notification.personId, person.personId);
    const wanted = id === undefined ? lte(notification.seq, upToSeq ?? 0) : eq(notification.id, id);
    return transact(app.db, async (tx) => {
      const marked = await tx
        .update(notification)
        .set({ readAt: app.clock.now() })
        .where(and(mine, wanted, isNull(notification.readAt)))
        .returning({ id: notification.id });
      if (marked.length > 0 || id === undefined) return ok({ read: marked.length });
      const [known] = await tx.select({ id: notification.id }).from(notification).where(and(mine, wanted));
      return known === undefined ? refuse('not_found') : ok({ read: 0 });
    });
  },
});
