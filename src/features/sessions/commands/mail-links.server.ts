import { and, eq, isNull } from 'drizzle-orm';
import { refuseInput } from '#features/accounts/command.server.ts';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { actorById } from '#features/accounts/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { mailLink } from '#infra/db/tables/sessions.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { readLink } from '#infra/signed-link.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, readId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { rejectInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import { approve, refuseAnswer } from './approve.server.ts';
import { move, type SessionRow } from './move.server.ts';
import { dropProposal } from './proposal.server.ts';
import { tell } from './tell.server.ts';

export type MailAction = 'approve' | 'reject';
type Link = typeof mailLink.$inferSelect;

/** Makes the two answers that a request's mail offers the tutor; they lapse with the request. Returns their ids. */
export async function issueMailLinks(app: App, tx: Tx, row: SessionRow): Promise<Record<MailAction, string>> {
  assert(row.approvalDeadline !== null, 'a request has a deadline');
  const now = app.clock.now();
  const make = (action: MailAction): Link => ({
    id: newId(app.random, now.epochMilliseconds),
    sessionId: row.id,
    personId: row.tutorId,
    action,
    version: row.version,
    expiresAt: row.approvalDeadline ?? now,
    usedAt: null,
  });
  const links = [make('approve'), make('reject')];
  await tx.insert(mailLink).values(links);
  return { approve: links[0]?.id ?? '', reject: links[1]?.id ?? '' };
}

export type MailAnswer = { action: MailAction; session: SessionView };

/** What a mail's link is about. Changes nothing, so that mail scanners may follow it. `not_found` for one we did not sign. */
export async function mailAnswer(app: App, token: string): Promise<Result<MailAnswer>> {
  const [link] = await app.db
    .select()
    .from(mailLink)
    .where(eq(mailLink.id, linkId(app, token)));
  if (link === undefined) return refuse('not_found', { message: 'This link is not one of ours. Nothing was changed.' });
  const actor = await actorById(app, link.personId);
  if (actor === null) return refuse('not_found');
  const view = await sessionFor(app, actor, link.sessionId);
  if (!view.ok) return view;
  return ok({ action: link.action, session: view.value.session });
}

/** Uses a mail's link, once: as the person it was sent to, for the version it was sent about. Signs nobody in. */
export async function answerByMail(app: App, token: string, reason: string): Promise<Result<MailAnswer>> {
  const [link] = await app.db
    .select()
    .from(mailLink)
    .where(eq(mailLink.id, linkId(app, token)));
  if (link === undefined) return refuse('not_found', { message: 'This link is not one of ours. Nothing was changed.' });
  const tutor = may(await actorById(app, link.personId), 'session.teach');
  if (!tutor.ok) return tutor;
  // As it is held to on the page; an approval says nothing.
  const said = link.action === 'reject' ? rejectInput.pick({ reason: true }).safeParse({ reason }) : null;
  if (said?.success === false) return refuseInput(said.error);
  const done = await transact(app.db, (tx) => consume(app, tx, link, tutor.value, said?.data.reason ?? ''));
  return done.ok ? mailAnswer(app, token) : done;
}

async function consume(app: App, tx: Tx, link: Link, tutor: Actor, reason: string): Promise<Result<null>> {
  const locked = await lockSessionFor(tx, tutor, { sessionId: link.sessionId }, ['tutor']);
  if (!locked.ok) return locked;
  const { row } = locked.value;
  const now = app.clock.now();
  const used = await tx
    .update(mailLink)
    .set({ usedAt: now })
    .where(and(eq(mailLink.id, link.id), isNull(mailLink.usedAt)))
    .returning({ id: mailLink.id });
  const isStale = used.length === 0 || link.version !== row.version || !isBefore(now, link.expiresAt);
  if (isStale) return refuse('link_used', { data: { status: row.status } });
  return link.action === 'approve' ? approveIt(app, tx, row, tutor) : rejectIt(app, tx, row, tutor, reason);
}

async function approveIt(app: App, tx: Tx, row: SessionRow, tutor: Actor): Promise<Result<null>> {
  const by = { mover: 'tutor', personId: tutor.personId, why: 'answered by mail' } as const;
  const approved = await approve(app, tx, row, by, { start: row.startsAt, notes: null });
  if (!approved.ok) return approved;
  await dropProposal(tx, row.id);
  return ok(null);
}

async function rejectIt(app: App, tx: Tx, row: SessionRow, tutor: Actor, reason: string): Promise<Result<null>> {
  const refusal = refuseAnswer(app, row, 'reject', 'tutor');
  if (refusal !== null) return refusal;
  const by = { mover: 'tutor', personId: tutor.personId, why: reason } as const;
  const moved = await move(app, tx, row, 'reject', by, { rejectedAt: app.clock.now(), approvalNotes: reason });
  if (!moved.ok) return moved;
  await dropProposal(tx, row.id);
  await tell(app, tx, moved.value, 'request_rejected', ['student'], { message: reason });
  return ok(null);
}

function linkId(app: App, token: string): string {
  return readId(readLink(app.config.authSecret, token) ?? '');
}
