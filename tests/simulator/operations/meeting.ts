import { execute } from '#features/accounts/command.server.ts';
import { disputeMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { joinMentorshipSession } from '#features/sessions/commands/join.server.ts';
import {
  claimMentorshipNoShow,
  updateTutorMentorshipSessionStatus,
} from '#features/sessions/commands/update-status.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { isBefore, minutesBetween, plusMinutes } from '#shared/time.ts';
import { doorTimes, isDoorOpen } from '#features/sessions/rules/attendance.ts';
import type { Operation } from './operation.ts';
import { noteOf, seen, sessionIn, someoneOf, wordsAbout, type StorySession } from './people.ts';

/** Moments at which something may be done that could not be done before, or no longer. */
function momentsOf(row: StorySession) {
  const { opensAt, closesAt } = doorTimes(row);
  return [
    plusMinutes(row.startsAt, -24 * 60),
    plusMinutes(row.startsAt, -120),
    opensAt,
    row.startsAt,
    plusMinutes(row.startsAt, 15),
    row.endsAt,
    closesAt,
    plusMinutes(row.endsAt, 24 * 60),
    ...[row.approvalDeadline, row.paymentDeadline, row.releaseAt].filter((moment) => moment !== null),
  ];
}

/** The clock goes to just before, or just after, a moment that matters to some session. */
const momentComes: Operation = {
  name: 'a moment comes',
  weight: 7,
  async run({ app, clock, depth }, dice) {
    if (depth > 0) return null;
    const rows = await app.db.select().from(session).orderBy(session.id);
    const live = rows.filter(({ status, releaseAt }) => /PEND|SCHED|PROGR/.test(status) || releaseAt !== null);
    const ahead = live.flatMap(momentsOf).filter((moment) => isBefore(clock.now(), moment));
    ahead.sort((a, b) => a.epochMilliseconds - b.epochMilliseconds);
    const moment = dice.pickAny(ahead.slice(0, 6));
    if (moment === null) return null;
    clock.advance(Math.max(0, minutesBetween(clock.now(), moment) + dice.pick([-1, -0.3, 0, 0.1])));
    return clock.now().toString();
  },
};

const join: Operation = {
  name: 'join',
  weight: 12,
  async run(world, dice) {
    const now = world.clock.now();
    const row = await sessionIn(world, dice, ['SCHEDULED', 'IN_PROGRESS'], (one) => isDoorOpen(one, now));
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor']);
    return noteOf(actor, row, 'joins', await execute(world.app, joinMentorshipSession, actor, { sessionId: row.id }));
  },
};

const updateStatus: Operation = {
  name: 'update status',
  weight: 10,
  async run(world, dice) {
    const now = world.clock.now();
    const begins = ({ startsAt }: StorySession) => !isBefore(now, plusMinutes(startsAt, -15));
    const row = await sessionIn(world, dice, ['SCHEDULED', 'IN_PROGRESS', 'COMPLETED'], begins);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['tutor']);
    const status = dice.pick(['IN_PROGRESS', 'COMPLETED', 'COMPLETED', 'NO_SHOW', 'CANCELLED']);
    const input = { ...seen(dice, row), status };
    return noteOf(
      actor,
      row,
      `says ${status} of`,
      await execute(world.app, updateTutorMentorshipSessionStatus, actor, input),
    );
  },
};

const claimNoShow: Operation = {
  name: 'claim no-show',
  weight: 5,
  async run(world, dice) {
    const now = world.clock.now();
    const row = await sessionIn(world, dice, ['SCHEDULED', 'IN_PROGRESS'], ({ startsAt }) => isBefore(startsAt, now));
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor']);
    const input = { ...seen(dice, row), reason: wordsAbout(world, dice, row, 'Nobody there') };
    return noteOf(actor, row, 'misses somebody at', await execute(world.app, claimMentorshipNoShow, actor, input));
  },
};

const dispute: Operation = {
  name: 'dispute',
  weight: 6,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['COMPLETED', 'NO_SHOW'], ({ disputedAt }) => disputedAt === null);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor']);
    const input = { ...seen(dice, row), reason: wordsAbout(world, dice, row, 'It was short') };
    return noteOf(actor, row, 'disputes', await execute(world.app, disputeMentorshipSession, actor, input));
  },
};

export const meetingOperations: readonly Operation[] = [momentComes, join, updateStatus, claimNoShow, dispute];
