import { execute } from '#features/accounts/command.server.ts';
import { askMentorshipStudent } from '#features/sessions/commands/ask.server.ts';
import { cancelMentorshipSession, previewMentorshipCancellation } from '#features/sessions/commands/cancel.server.ts';
import { answerMentorshipProposal, proposeMentorshipTime } from '#features/sessions/commands/propose.server.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import { session, timeProposal } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import { isBefore, plusMinutes, toIso } from '#shared/time.ts';
import { desc, eq } from 'drizzle-orm';
import { offeredStart } from './booking.ts';
import type { Operation } from './operation.ts';
import { noteOf, seen, sessionIn, someoneOf, startSoon, wordsAbout } from './people.ts';

/** First what it gives back, then the deed; sometimes time or money has moved between the two. */
const cancel: Operation = {
  name: 'cancel',
  weight: 6,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['SCHEDULED']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'student', 'student', 'tutor', 'admin']);
    const before = world.interruptions;
    const preview = await execute(world.app, previewMentorshipCancellation, actor, { sessionId: row.id });
    const refundMinor = preview.ok ? preview.value.refundMinor : 0;
    const isStale = dice.chance(0.15);
    if (dice.chance(0.2) && world.depth === 0) world.clock.advance(dice.pick([1, 30, 120, 1440]));
    const expectedRefundMinor = isStale ? refundMinor + 1 : refundMinor;
    const answer = await execute(world.app, cancelMentorshipSession, actor, {
      ...seen(dice, row),
      expectedRefundMinor,
      ...(dice.chance(0.5) && { reason: wordsAbout(world, dice, row, 'Ill') }),
    });
    assert(!(answer.ok && isStale), 'nobody cancels for another refund than was shown');
    if (answer.ok && world.interruptions === before) {
      const [after] = await world.app.db.select().from(session).where(eq(session.id, row.id));
      const wanted = row.keptMinor === null ? null : row.keptMinor - refundMinor;
      assert(after?.keptMinor === wanted, `a cancellation keeps ${wanted}, not ${after?.keptMinor}`);
    }
    return noteOf(actor, row, `cancels for ${expectedRefundMinor}`, answer);
  },
};

const reschedule: Operation = {
  name: 'reschedule',
  weight: 6,
  async run(world, dice) {
    const tomorrow = plusMinutes(world.clock.now(), 24 * 60);
    const row = await sessionIn(world, dice, ['SCHEDULED'], ({ startsAt }) => isBefore(tomorrow, startsAt));
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student']);
    const offered = dice.chance(0.75) ? await offeredStart(world, dice, row.offeringId, 'INSTANT') : null;
    const start = offered ?? startSoon(world, dice, 1, 40);
    const answer = await execute(world.app, rescheduleMentorshipSession, actor, {
      ...seen(dice, row),
      scheduledAt: toIso(start),
    });
    return noteOf(actor, row, `moves to ${toIso(start)}`, answer);
  },
};

const propose: Operation = {
  name: 'propose',
  weight: 6,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['PENDING_MENTOR_REVIEW', 'SCHEDULED']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['tutor']);
    const start = startSoon(world, dice, 3, 30);
    const answer = await execute(world.app, proposeMentorshipTime, actor, {
      ...seen(dice, row),
      scheduledAt: toIso(start),
      message: wordsAbout(world, dice, row, 'Would this suit you?'),
    });
    return noteOf(actor, row, `proposes ${toIso(start)} for`, answer);
  },
};

/** Late, twice, or after somebody else has taken that time. */
const answerProposal: Operation = {
  name: 'answer proposal',
  weight: 8,
  async run(world, dice) {
    const rows = await world.app.db
      .select({ row: session, expiresAt: timeProposal.expiresAt })
      .from(timeProposal)
      .innerJoin(session, eq(session.id, timeProposal.sessionId))
      .orderBy(desc(timeProposal.createdAt), session.id);
    const open = rows.filter(({ expiresAt }) => isBefore(world.clock.now(), expiresAt));
    const found = dice.pickAny(open.length > 0 && dice.chance(0.9) ? open : rows.slice(0, 5));
    if (found === null) return null;
    const actor = someoneOf(world, dice, found.row, ['student']);
    const accept = dice.chance(0.75);
    const answer = await execute(world.app, answerMentorshipProposal, actor, { ...seen(dice, found.row), accept });
    return noteOf(actor, found.row, accept ? 'accepts the time for' : 'declines the time for', answer);
  },
};

const ask: Operation = {
  name: 'ask',
  weight: 2,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['PENDING_MENTOR_REVIEW', 'SCHEDULED', 'CANCELLED']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['tutor']);
    const answer = await execute(world.app, askMentorshipStudent, actor, {
      ...seen(dice, row),
      message: wordsAbout(world, dice, row, 'Which one?'),
    });
    return noteOf(actor, row, 'asks about', answer);
  },
};

export const changingOperations: readonly Operation[] = [cancel, reschedule, propose, answerProposal, ask];
