import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { sessionEvent } from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { isBefore, toIso, type Instant } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { mayPropose, proposalEnds } from '../rules/proposal.ts';
import { answerProposalInput, proposeInput } from '../schema.ts';
import { next, stageOf } from '../state.ts';
import type { SessionView } from '../types.ts';
import { approve } from './approve.server.ts';
import { expireStaleTakers } from './expire.server.ts';
import { mustMove, type SessionRow } from './move.server.ts';
import { dropProposal, proposalOf, putProposal } from './proposal.server.ts';
import { moveTo, occasion } from './reschedule.server.ts';
import { lookPastOwnTime } from './take-time.server.ts';
import { tell } from './tell.server.ts';

/** The tutor offers another time for a request or a paid session. It holds no time until the student accepts. */
export const proposeMentorshipTime = defineCommand({
  name: 'proposeMentorshipTime',
  permission: 'session.teach',
  input: proposeInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const now = app.clock.now();
      const legal = next(stageOf(row), 'propose', 'tutor');
      if (!legal.ok) return legal;
      const begun = refuseBegun(row, now);
      if (begun !== null) return begun;
      if (!mayPropose(input.scheduledAt, now)) {
        return refuse('invalid', { fields: { scheduledAt: 'Propose a time at least four hours from now.' } });
      }
      const expiresAt = proposalEnds(
        input.scheduledAt,
        row.status === 'PENDING_MENTOR_REVIEW' ? row.approvalDeadline : null,
        now,
      );
      if (!isBefore(now, expiresAt)) return refuse('deadline_passed');
      const by = {
        mover: 'tutor',
        personId: tutor.personId,
        why: `another time: ${toIso(input.scheduledAt)}`,
      } as const;
      const moved = await mustMove(app, tx, row, 'propose', by);
      await putProposal(tx, {
        sessionId: row.id,
        startsAt: input.scheduledAt,
        message: input.message || null,
        expiresAt,
        createdAt: now,
      });
      const extra = {
        proposedAt: toIso(input.scheduledAt),
        deadline: toIso(expiresAt),
        ...(input.message && { message: input.message }),
      };
      await tell(app, tx, moved, 'time_proposed', ['student'], extra, occasion(moved));
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, tutor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

/** The student answers: yes approves the request at that time, or moves the paid session; no leaves it as it is. */
export const answerMentorshipProposal = defineCommand({
  name: 'answerMentorshipProposal',
  permission: 'session.book',
  input: answerProposalInput,
  async run(app, student, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, student, input, ['student']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const proposal = await proposalOf(tx, row.id);
      if (proposal === null)
        return refuse('wrong_state', {
          message: 'There is no other time to answer to. Nothing was changed.',
          data: { status: row.status },
        });
      if (!isBefore(app.clock.now(), proposal.expiresAt))
        return refuse('deadline_passed', { message: 'This proposal has lapsed. Nothing was changed.' });
      return input.accept
        ? accept(app, tx, row, proposal.startsAt, student.personId)
        : decline(app, tx, row, student.personId);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, student, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

async function accept(
  app: App,
  tx: Tx,
  row: SessionRow,
  start: SessionRow['startsAt'],
  personId: PersonId,
): Promise<Result<null>> {
  const by = { mover: 'student', personId } as const;
  if (row.status === 'PENDING_MENTOR_REVIEW') {
    const approved = await approve(app, tx, row, by, { start, notes: null });
    if (!approved.ok) return approved;
    await dropProposal(tx, row.id);
    await tell(app, tx, approved.value, 'proposal_accepted', ['tutor'], {}, occasion(approved.value));
    return ok(null);
  }
  const legal = next(stageOf(row), 'reschedule', 'student');
  if (!legal.ok) return legal;
  const begun = refuseBegun(row, app.clock.now());
  if (begun !== null) return begun;
  await expireStaleTakers(app, tx, [row.studentId, row.tutorId], app.clock.now());
  await lookPastOwnTime(tx, row.id);
  const moved = await moveTo(app, tx, row, start, by);
  if (!moved.ok) return moved;
  const movedFrom = toIso(row.startsAt);
  await tell(app, tx, moved.value, 'proposal_accepted', ['tutor'], { movedFrom }, occasion(moved.value));
  // A receipt, so that their calendar follows.
  const receipt = { movedFrom, by: 'student' } as const;
  await tell(app, tx, moved.value, 'session_rescheduled', ['student'], receipt, occasion(moved.value));
  return ok(null);
}

/** A session that has begun is not moved any more: what became of it is for its people, or an admin, to say. */
function refuseBegun(row: SessionRow, now: Instant): Refusal | null {
  if (isBefore(now, row.startsAt)) return null;
  return refuse('too_late', {
    message: 'This session has begun, so it cannot be moved any more. Nothing was changed.',
    data: { status: row.status },
  });
}

async function decline(app: App, tx: Tx, row: SessionRow, personId: PersonId): Promise<Result<null>> {
  const legal = next(stageOf(row), 'propose', 'tutor');
  if (!legal.ok) return legal;
  await dropProposal(tx, row.id);
  await tx.insert(sessionEvent).values({
    sessionId: row.id,
    event: 'declineProposal',
    personId,
    actor: 'student',
    fromStatus: row.status,
    toStatus: row.status,
    happenedAt: app.clock.now(),
  });
  await tell(app, tx, row, 'proposal_declined', ['tutor'], {}, occasion(row));
  return ok(null);
}
