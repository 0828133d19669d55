import { execute } from '#features/accounts/command.server.ts';
import { setMentorshipMeetingUrl } from '#features/sessions/commands/meeting-url.server.ts';
import { sayRunningLate, writeSessionMessage } from '#features/sessions/commands/write.server.ts';
import { sessionPage } from '#features/sessions/queries/session-page.server.ts';
import { lateTimes } from '#features/sessions/rules/around.ts';
import { isPaid } from '#features/sessions/state.ts';
import { assert } from '#shared/assert.ts';
import { isBefore } from '#shared/time.ts';
import { nameOf, outcome, short, type Operation } from './operation.ts';
import { noteOf, seen, sessionIn, someoneOf, wordsAbout, type StorySession } from './people.ts';

const write: Operation = {
  name: 'write',
  weight: 4,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['PENDING_MENTOR_REVIEW', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor']);
    const body = wordsAbout(world, dice, row, 'See you there');
    const answer = await execute(world.app, writeSessionMessage, actor, { ...seen(dice, row), body });
    return noteOf(actor, row, 'writes about', answer);
  },
};

const sayLate: Operation = {
  name: 'say late',
  weight: 3,
  async run(world, dice) {
    const now = world.clock.now();
    const isTime = (row: StorySession) => {
      const { from, until } = lateTimes(row);
      return !isBefore(now, from) && isBefore(now, until);
    };
    const row = await sessionIn(world, dice, ['SCHEDULED', 'IN_PROGRESS'], isTime);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor']);
    const message = dice.chance(0.5) ? { message: wordsAbout(world, dice, row, 'The bus') } : {};
    const input = { ...seen(dice, row), minutes: dice.pick([5, 10, 15]), ...message };
    return noteOf(actor, row, 'is late for', await execute(world.app, sayRunningLate, actor, input));
  },
};

/** A link pasted for one session, another one, or taken back so that the session meets at its usual place again. */
const pasteLink: Operation = {
  name: 'paste link',
  weight: 4,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['SCHEDULED', 'IN_PROGRESS']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['tutor']);
    const meetingUrl = dice.pick([null, null, 'https://meet.example.com/pasted', 'https://meet.example.com/other']);
    const answer = await execute(world.app, setMentorshipMeetingUrl, actor, { ...seen(dice, row), meetingUrl });
    return noteOf(actor, row, meetingUrl === null ? 'takes the link back of' : 'pastes a link for', answer);
  },
};

/** Where to meet is shown to the two people of a paid session, and to nobody else. */
const look: Operation = {
  name: 'look',
  weight: 4,
  async run(world, dice) {
    const row = await sessionIn(world, dice, ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'SCHEDULED', 'CANCELLED']);
    if (row === null) return null;
    const actor = someoneOf(world, dice, row, ['student', 'tutor', 'admin']);
    const page = await sessionPage(world.app, actor, row.id);
    if (!page.ok) return `${nameOf(actor)} at ${short(row.id)}: ${outcome(page)}`;
    const { session, userRole } = page.value;
    assert(
      session.meetingUrl === null || (isPaid(session.paymentStatus) && userRole !== 'admin'),
      `${userRole} sees where ${row.id} (${session.status}, ${session.paymentStatus}) meets`,
    );
    return `${nameOf(actor)} at ${short(row.id)}: ${session.meetingUrl ?? 'no place yet'}`;
  },
};

export const aroundOperations: readonly Operation[] = [write, sayLate, pasteLink, look];
