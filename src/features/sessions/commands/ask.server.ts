import { defineCommand } from '#features/accounts/command.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { sessionMessage } from '#infra/db/tables/sessions.server.ts';
import { newId } from '#shared/id.ts';
import { ok, type Result } from '#shared/result.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { askInput } from '../schema.ts';
import { next, stageOf } from '../state.ts';
import type { SessionView } from '../types.ts';
import { tell } from './tell.server.ts';

/** The tutor asks the student something about a request or a booked session. It changes nothing else. */
export const askMentorshipStudent = defineCommand({
  name: 'askMentorshipStudent',
  permission: 'session.teach',
  input: askInput,
  async run(app, tutor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, tutor, input, ['tutor']);
      if (!locked.ok) return locked;
      const { row } = locked.value;
      const legal = next(stageOf(row), 'propose', 'tutor');
      if (!legal.ok) return legal;
      const now = app.clock.now();
      const id = newId(app.random, now.epochMilliseconds);
      await tx
        .insert(sessionMessage)
        .values({ id, sessionId: row.id, authorId: tutor.personId, body: input.message, createdAt: now });
      await tell(app, tx, row, 'tutor_asks', ['student'], { message: input.message }, id);
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, tutor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});
