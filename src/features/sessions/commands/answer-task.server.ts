import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import { balanceOf } from '#features/ledger/queries.server.ts';
import { postingsOf } from '#features/ledger/queries/about.server.ts';
import { tutorAccount } from '#features/ledger/rules.ts';
import { claimedAgain } from '#features/ledger/rules/session-money.ts';
import { requestRefund, type RefundOrder } from '#features/payments/commands/request-refund.server.ts';
import { linesOf, refundById, type Refund } from '#features/payments/queries.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import { adminTask, session } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import { minor } from '#shared/money.ts';
import { readId, type PersonId, type RefundId, type SessionId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { storable } from '#shared/text.ts';
import { awaitsDecision } from '../rules/decision.ts';

const taskId = z
  .string({ error: 'Say which question.' })
  .max(100)
  .transform((text) => readId(text));

export type AnsweredTask = { id: string; resolution: string };

/**
 * An admin has done what a question asked, outside of the product, and says so. What only a decision answers is
 * refused (`wrong_state`), and so is a refund that failed: its money goes back by `retryMentorshipRefund`.
 */
export const finishAdminTask = defineCommand({
  name: 'finishAdminTask',
  permission: 'platform.administer',
  input: z.strictObject({
    taskId,
    resolution: z.string().overwrite(storable).trim().min(1, 'Please say what you did.').max(settings.noteMaxLength),
  }),
  async run(app, _admin, input): Promise<Result<AnsweredTask>> {
    return transact(app.db, async (tx) => {
      const found = await lockOpenTask(tx, input.taskId);
      if (!found.ok) return found;
      const { kind } = found.value;
      if (awaitsDecision(kind) || kind === REFUND_FAILED)
        return refuse('wrong_state', {
          message: 'This question is answered on its session’s case, where the money follows. Nothing was changed.',
        });
      return close(app, tx, input.taskId, input.resolution);
    });
  },
});

const REFUND_FAILED = 'refund_failed';

/** Asks Paystack again for a refund that failed, under a new number, from the accounts where its money stands. */
export const retryMentorshipRefund = defineCommand({
  name: 'retryMentorshipRefund',
  permission: 'platform.administer',
  input: z.strictObject({ taskId }),
  async run(app, _admin, input): Promise<Result<AnsweredTask>> {
    return transact(app.db, async (tx) => {
      const found = await lockOpenTask(tx, input.taskId);
      if (!found.ok) return found;
      if (found.value.kind !== REFUND_FAILED)
        return refuse('wrong_state', { message: 'This question is not about a failed refund. Nothing was changed.' });
      const failed = await refundById(tx, readId<RefundId>(found.value.subjectId));
      assert(failed?.status === 'FAILED', 'a task about a failed refund has one');
      const refundId = await requestRefund(app, tx, await orderAgain(tx, failed));
      return close(app, tx, input.taskId, `Asked again as ${refundId}.`);
    });
  },
});

/** The same money from the accounts where the failure had put it back; a tutor may have spent theirs meanwhile. */
async function orderAgain(tx: Tx, failed: Refund): Promise<RefundOrder> {
  const { chargeId, amountMinor, reason } = failed;
  if (failed.source === 'unapplied') return { chargeId, amountMinor, reason, source: 'unapplied' };
  const [line] = await linesOf(tx, chargeId);
  const postings = await postingsOf(tx, `refund:${failed.id}:requested`);
  assert(line !== undefined && postings.length > 0, `refund ${failed.id} was written to the ledger`);
  const tutorId = await lockTutor(tx, line.sessionId);
  const availableMinor = minor(-(await balanceOf(tx, tutorAccount('tutor_available', tutorId), failed.currency)));
  return {
    chargeId,
    amountMinor,
    reason,
    source: 'session',
    move: (refund) => ({
      key: `refund:${refund.refundId}:requested`,
      kind: 'refund_requested',
      currency: refund.currency,
      refs: { refundId: refund.refundId, chargeId, sessionId: line.sessionId },
      postings: claimedAgain(postings, tutorId, availableMinor),
    }),
  };
}

/** Whoever moves a tutor's money holds the tutor, so that what is available stays so. */
async function lockTutor(tx: Tx, sessionId: SessionId): Promise<PersonId> {
  const [row] = await tx.select({ tutorId: session.tutorId }).from(session).where(eq(session.id, sessionId));
  assert(row !== undefined, `session ${sessionId} exists`);
  await lockPersons(tx, [row.tutorId]);
  return row.tutorId;
}

type Task = typeof adminTask.$inferSelect;

async function lockOpenTask(tx: Tx, id: string): Promise<Result<Task>> {
  const [task] = await tx.select().from(adminTask).where(eq(adminTask.id, id)).for('update');
  if (task === undefined) return refuse('not_found');
  if (task.status === 'OPEN') return ok(task);
  return refuse('wrong_state', { message: 'This question has been answered already. Nothing was changed.' });
}

async function close(app: App, tx: Tx, id: string, resolution: string): Promise<Result<AnsweredTask>> {
  await tx
    .update(adminTask)
    .set({ status: 'DONE', resolution, resolvedAt: app.clock.now() })
    .where(and(eq(adminTask.id, id), eq(adminTask.status, 'OPEN')));
  return ok({ id, resolution });
}
