import { and, eq, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { sessionMessage } from '#infra/db/tables/sessions.server.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { lockSessionFor } from '../gates.server.ts';
import { sessionFor } from '../queries.server.ts';
import { lateTimes, maySayLate, mayWrite } from '../rules/around.ts';
import type { Side } from '../rules/attendance.ts';
import { runningLateInput, writeInput } from '../schema.ts';
import type { SessionView } from '../types.ts';
import { statusAt } from '../view.server.ts';
import type { SessionRow } from './move.server.ts';
import { tell } from './tell.server.ts';

const otherSide = (side: Side): Side => (side === 'student' ? 'tutor' : 'student');

/**
 * Either side writes to the other around a session, until 48 hours after its end. At most ten in ten minutes
 * (`too_many_requests`) and a hundred in all (`too_many_messages`) a side.
 */
export const writeSessionMessage = defineCommand({
  name: 'writeSessionMessage',
  permission: 'session.view',
  input: writeInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const refusal = whyNotWrite(row, app.clock.now()) ?? (await tooMuch(app, tx, row, actor.personId));
      if (refusal !== null) return refusal;
      const id = await keep(app, tx, row, { authorId: actor.personId, body: input.body, lateMinutes: null });
      await tell(app, tx, row, 'session_message', [otherSide(role)], { message: input.body }, id);
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

/** Either side of a paid session says that they are running late: from an hour before the start to 15 minutes after it, three times at most. */
export const sayRunningLate = defineCommand({
  name: 'sayRunningLate',
  permission: 'session.view',
  input: runningLateInput,
  async run(app, actor, input): Promise<Result<SessionView>> {
    const done = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, input, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const refusal = whyNotLate(row, app.clock.now()) ?? (await saidTooOften(tx, row, actor.personId));
      if (refusal !== null) return refusal;
      const { minutes, message = '' } = input;
      const id = await keep(app, tx, row, { authorId: actor.personId, body: message, lateMinutes: minutes });
      const extra = { lateMinutes: minutes, ...(message && { message }) };
      await tell(app, tx, row, 'running_late', [otherSide(role)], extra, id);
      return ok(null);
    });
    if (!done.ok) return done;
    const view = await sessionFor(app, actor, input.sessionId);
    return view.ok ? ok(view.value.session) : view;
  },
});

function whyNotWrite(row: SessionRow, now: Instant): Refusal | null {
  const status = statusAt(row, now);
  const answer = mayWrite({ ...row, status }, now);
  if (answer === 'yes') return null;
  if (answer === 'wrong_state')
    return refuse('wrong_state', {
      message: 'Nobody can write about this session as it is now. Nothing was sent.',
      data: { status },
    });
  return refuse('too_late', {
    message: `Messages close ${settings.messages.hoursAfter} hours after a session. Nothing was sent.`,
  });
}

function whyNotLate(row: SessionRow, now: Instant): Refusal | null {
  const answer = maySayLate(row, now);
  if (answer === 'yes') return null;
  if (answer === 'wrong_state') return refuse('wrong_state', { data: { status: row.status } });
  const { from, until } = lateTimes(row);
  const data = { from: toIso(from), until: toIso(until) };
  return answer === 'too_early'
    ? refuse('too_early', { message: 'You can say so from an hour before the start. Nothing was sent.', data })
    : refuse('too_late', {
        message: 'More than 15 minutes after the start, please write a message instead. Nothing was sent.',
        data,
      });
}

/** Both people are locked, so the counts hold until the message is in. */
async function tooMuch(app: App, tx: Tx, row: SessionRow, authorId: PersonId): Promise<Refusal | null> {
  const { burst, burstMinutes, maxPerSide } = settings.messages;
  const now = app.clock.now();
  const since = plusMinutes(now, -burstMinutes);
  const [count] = await tx
    .select({
      all: sql<string>`count(*)`,
      recent: sql<string>`count(*) filter (where ${sessionMessage.createdAt} > ${since.toString()}::timestamptz)`,
    })
    .from(sessionMessage)
    .where(
      and(
        eq(sessionMessage.sessionId, row.id),
        eq(sessionMessage.authorId, authorId),
        isNull(sessionMessage.lateMinutes),
      ),
    );
  if (Number(count?.all ?? 0) >= maxPerSide) return refuse('too_many_messages');
  if (Number(count?.recent ?? 0) < burst) return null;
  return refuse('too_many_requests', {
    message: 'That was a lot of messages in a short time. Wait a few minutes, then send it.',
    data: { retryAfterSeconds: burstMinutes * 60 },
  });
}

async function saidTooOften(tx: Tx, row: SessionRow, authorId: PersonId): Promise<Refusal | null> {
  const [said] = await tx
    .select({ times: sql<string>`count(*)` })
    .from(sessionMessage)
    .where(
      and(
        eq(sessionMessage.sessionId, row.id),
        eq(sessionMessage.authorId, authorId),
        isNotNull(sessionMessage.lateMinutes),
        gte(sessionMessage.createdAt, lateTimes(row).from),
      ),
    );
  if (Number(said?.times ?? 0) < settings.late.maxPerSide) return null;
  return refuse('too_many_messages', {
    message: `You have said ${settings.late.maxPerSide} times that you are late. Please write a message instead. Nothing was sent.`,
  });
}

type Written = { authorId: PersonId; body: string; lateMinutes: number | null };

async function keep(app: App, tx: Tx, row: SessionRow, written: Written): Promise<string> {
  const now = app.clock.now();
  const id = newId(app.random, now.epochMilliseconds);
  await tx.insert(sessionMessage).values({ id, sessionId: row.id, createdAt: now, ...written });
  return id;
}
