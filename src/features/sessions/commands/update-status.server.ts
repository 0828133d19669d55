import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { reasonInput, statusInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import { cancel } from './cancel.server.ts';
import { claimNoShow, complete, start } from './close.server.ts';
import type { SessionRow } from './move.server.ts';

/** The tutor starts, completes, cancels a session or says that the student stayed away; only legal moves. */
export const updateTutorMentorshipSessionStatus = defineCommand({
  name: 'updateTutorMentorshipSessionStatus',
  permission: 'session.teach',
  input: statusInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      return locked.ok ? update(app, tx, locked.value.row, tutor, input.status) : locked;
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, tutor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

type NewStatus = 'IN_PROGRESS' | 'COMPLETED' | 'NO_SHOW' | 'CANCELLED';

function update(
  app: App,
  tx: Tx,
  row: SessionRow,
  tutor: May<'session.teach'>,
  status: NewStatus,
): Promise<Result<SessionRow>> {
  const by = { mover: 'tutor', personId: tutor.personId } as const;
  switch (status) {
    case 'IN_PROGRESS':
      return start(app, tx, row, by);
    case 'COMPLETED':
      return complete(app, tx, row, by);
    case 'NO_SHOW':
      return claimNoShow(app, tx, row, 'tutor', by);
    case 'CANCELLED':
      return cancel(app, tx, row, { role: 'tutor', actor: tutor });
  }
}

/** Either side says that the other stayed away. */
export const claimMentorshipNoShow = defineCommand({
  name: 'claimMentorshipNoShow',
  permission: 'session.view',
  input: reasonInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      return claimNoShow(app, tx, row, role, {
        mover: role,
        personId: actor.personId,
        ...(input.reason && { why: input.reason }),
      });
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});
