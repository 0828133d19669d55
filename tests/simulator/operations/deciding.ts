import { desc, eq } from 'drizzle-orm';
import { execute } from '#features/accounts/command.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import { finishAdminTask, retryMentorshipRefund } from '#features/sessions/commands/answer-task.server.ts';
import { resolveMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { answerByMail, mailAnswer } from '#features/sessions/commands/mail-links.server.ts';
import { adminTask, mailLink, session } from '#infra/db/tables/sessions.server.ts';
import { signLink } from '#infra/signed-link.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { isBefore } from '#shared/time.ts';
import type { World } from '../world.ts';
import { everyone, nameOf, outcome, short, type Operation } from './operation.ts';
import { noteOf, seen, sessionIn, wordsAbout } from './people.ts';

const openTasks = ({ app }: World) =>
  app.db.select().from(adminTask).where(eq(adminTask.status, 'OPEN')).orderBy(adminTask.id);

/** Of a session with a question, or of one without: that is refused. */
const resolve: Operation = {
  name: 'resolve',
  weight: 6,
  async run(world, dice) {
    const asked = (await openTasks(world)).filter(({ kind }) => /^(dispute|no_show_claim|nobody_came)$/.test(kind));
    const task = dice.pickAny(asked);
    const [found] =
      task === null
        ? []
        : await world.app.db
            .select()
            .from(session)
            .where(eq(session.id, task.subjectId as SessionId));
    const row = found ?? (await sessionIn(world, dice, ['COMPLETED', 'NO_SHOW', 'IN_PROGRESS', 'SCHEDULED']));
    if (row === null) return null;
    const actor = dice.chance(0.9) ? world.cast.admin : dice.pick(everyone(world));
    const refundPercent = dice.pick([0, 0, 33, 50, 50, 100]);
    const answer = await execute(world.app, resolveMentorshipSession, actor, {
      ...seen(dice, row),
      status: dice.pick(['COMPLETED', 'NO_SHOW']),
      refundPercent,
      reason: wordsAbout(world, dice, row, 'As it seems'),
    });
    assert(found !== undefined || !answer.ok || task !== null, 'only a session with a question is decided');
    return noteOf(actor, row, `decides ${refundPercent} % of`, answer);
  },
};

/** The other questions: a refund that failed is asked for again, and the rest was done by hand. */
const answerTask: Operation = {
  name: 'answer task',
  weight: 4,
  async run(world, dice) {
    const task = dice.pickAny(await openTasks(world));
    // What of another domain was left to an admin stays open, so that the end of the story can look at it.
    if (task === null || task.kind === 'charge_mismatch') return null;
    const actor = dice.chance(0.9) ? world.cast.admin : dice.pick(everyone(world));
    const answer =
      task.kind === 'refund_failed' && dice.chance(0.8)
        ? await execute(world.app, retryMentorshipRefund, actor, { taskId: task.id })
        : await execute(world.app, finishAdminTask, actor, { taskId: task.id, resolution: 'Done by hand' });
    return `${nameOf(actor)} answers ${task.kind}: ${outcome(answer)}`;
  },
};

/** A mail scanner looks, then somebody presses a button: of any mail, however old, now and then with a forged link. */
const answerMail: Operation = {
  name: 'answer by mail',
  weight: 5,
  async run(world, dice) {
    const links = await world.app.db.select().from(mailLink).orderBy(desc(mailLink.id)).limit(8);
    const fresh = links.filter(({ usedAt, expiresAt }) => usedAt === null && isBefore(world.clock.now(), expiresAt));
    const link = dice.pickAny(fresh.length > 0 && dice.chance(0.8) ? fresh : links);
    if (link === null) return null;
    const isForged = dice.chance(0.1);
    const secret = isForged ? 'another secret of at least 32 letters' : world.app.config.authSecret;
    const token = signLink(secret, link.id);
    await mailAnswer(world.app, token);
    const answer = await answerByMail(world.app, token, dice.chance(0.1) ? ' ' : 'Away');
    assert(!(answer.ok && (isForged || link.usedAt !== null)), 'a mail is answered once, by a link of ours');
    return `${link.action} ${short(link.sessionId)}${isForged ? ', forged' : ''}: ${outcome(answer)}`;
  },
};

/** An admin stops or begins to vouch for a tutor: then late money no longer buys their time back, or does again. */
const vouch: Operation = {
  name: 'vouch',
  weight: 3,
  async run(world, dice) {
    const tutor = dice.pick(world.cast.tutors);
    const verified = dice.chance(0.8);
    const actor = dice.chance(0.95) ? world.cast.admin : dice.pick(everyone(world));
    const input = { tutorId: tutor.personId, verified, reason: 'As it is' };
    const answer = await execute(world.app, verifyTutor, actor, input);
    return `${nameOf(tutor)} is ${verified ? '' : 'no longer '}listed: ${outcome(answer)}`;
  },
};

export const decidingOperations: readonly Operation[] = [resolve, answerTask, answerMail, vouch];
