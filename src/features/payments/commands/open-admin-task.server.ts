import { and, eq, inArray } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { adminTask } from '#infra/db/tables/sessions.server.ts';
import { newId } from '#shared/id.ts';

/** Asks a person. One open task a kind and subject: asking again changes nothing. */
export async function openAdminTask(
  app: App,
  tx: Tx,
  task: { kind: string; subjectId: string; detail: string },
): Promise<void> {
  const now = app.clock.now();
  app.log.warn({ kind: task.kind, subjectId: task.subjectId }, 'a task for an admin');
  await tx
    .insert(adminTask)
    .values({ id: newId(app.random, now.epochMilliseconds), ...task, createdAt: now })
    .onConflictDoNothing();
}

/** Closes the open tasks of these kinds about one subject; returns how many there were. */
export async function closeAdminTask(
  app: App,
  tx: Tx,
  kinds: readonly string[],
  subjectId: string,
  resolution: string,
): Promise<number> {
  const closed = await tx
    .update(adminTask)
    .set({ status: 'DONE', resolution, resolvedAt: app.clock.now() })
    .where(and(inArray(adminTask.kind, [...kinds]), eq(adminTask.subjectId, subjectId), eq(adminTask.status, 'OPEN')))
    .returning({ id: adminTask.id });
  return closed.length;
}
