import { defineCommand, type App } from '#features/accounts/command.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { approveInput, rejectInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import { approve, refuseAnswer } from './approve.server.ts';
import { move, type SessionRow } from './move.server.ts';
import { dropProposal } from './proposal.server.ts';
import { tell } from './tell.server.ts';

/** The tutor says yes: the time is taken, and the student may pay until the payment deadline (a free one is booked). */
export const approveMentorshipRequest = defineCommand({
  name: 'approveMentorshipRequest',
  permission: 'session.teach',
  input: approveInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const by = { mover: 'tutor', personId: tutor.personId } as const;
      const approved = await approve(app, tx, row, by, { start: row.startsAt, notes: input.notes || null });
      if (approved.ok) await dropProposal(tx, row.id);
      return approved;
    });
    faultPoint(app, 'request.approved');
    return done.ok ? viewOf(app, tutor, input.sessionId) : done;
  },
});

/** The tutor says no, with a reason that the student reads. */
export const rejectMentorshipRequest = defineCommand({
  name: 'rejectMentorshipRequest',
  permission: 'session.teach',
  input: rejectInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const refusal = refuseAnswer(app, row, 'reject', 'tutor');
      if (refusal !== null) return refusal;
      const by = { mover: 'tutor', personId: tutor.personId, why: input.reason } as const;
      const changes = { rejectedAt: app.clock.now(), approvalNotes: input.reason };
      const moved = await move(app, tx, row, 'reject', by, changes);
      if (!moved.ok) return moved;
      await dropProposal(tx, row.id);
      await tell(app, tx, moved.value, 'request_rejected', ['student'], { message: input.reason });
      return moved;
    });
    return done.ok ? viewOf(app, tutor, input.sessionId) : done;
  },
});

async function viewOf(app: App, actor: Actor, sessionId: SessionRow['id']): Promise<Result<SessionView>> {
  const view = await sessionFor(app, actor, sessionId);
  return view.ok ? ok(view.value.session) : view;
}
