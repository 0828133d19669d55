import { defineCommand } from '#features/accounts/command.server.ts';
import { abandonCharges } from '#features/payments/commands/create-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { sessionInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import { move } from './move.server.ts';
import { tell } from './tell.server.ts';

/** Gives up an unpaid booking: a hold, a request, an approved request. The time is free at once; late money comes back in full. */
export const withdrawMentorshipRequest = defineCommand({
  name: 'withdrawMentorshipRequest',
  permission: 'session.withdraw',
  input: sessionInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, ['student', 'admin']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const moved = await move(app, tx, row, 'withdraw', { mover: role, personId: actor.personId });
      if (!moved.ok) return moved;
      await abandonCharges(
        app,
        tx,
        (await chargesFor(tx, row.id)).map(({ id }) => id),
      );
      const others = role === 'admin' ? (['student', 'tutor'] as const) : (['tutor'] as const);
      if (row.status !== 'PENDING_PAYMENT') await tell(app, tx, moved.value, 'booking_withdrawn', others);
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});
