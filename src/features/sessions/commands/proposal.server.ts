import { eq } from 'drizzle-orm';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { timeProposal } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';

export type Proposal = typeof timeProposal.$inferSelect;

export async function proposalOf(db: Executor, sessionId: SessionId): Promise<Proposal | null> {
  const [row] = await db.select().from(timeProposal).where(eq(timeProposal.sessionId, sessionId));
  return row ?? null;
}

/** A new proposal replaces the one before it. */
export async function putProposal(tx: Tx, proposal: Proposal): Promise<void> {
  const { startsAt, message, expiresAt, createdAt } = proposal;
  const values = { startsAt, message, expiresAt, createdAt };
  await tx.insert(timeProposal).values(proposal).onConflictDoUpdate({ target: timeProposal.sessionId, set: values });
}

export async function dropProposal(tx: Tx, sessionId: SessionId): Promise<void> {
  await tx.delete(timeProposal).where(eq(timeProposal.sessionId, sessionId));
}
