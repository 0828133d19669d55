import { eq } from 'drizzle-orm';
import { execute } from '#features/accounts/command.server.ts';
import { saveAvailability } from '#features/availability/commands/hours.server.ts';
import { saveMeetingLink } from '#features/availability/commands/meeting-link.server.ts';
import { deleteMentorshipOffering } from '#features/offerings/commands/delete.server.ts';
import { pauseMentorshipOffering } from '#features/offerings/commands/manage.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { nameOf, outcome, short, type Operation } from './operation.ts';
import { wordsAbout } from './people.ts';

const answerRequest: Operation = {
  name: 'answer request',
  weight: 9,
  async run(world, dice) {
    const open = await world.app.db
      .select()
      .from(session)
      .where(eq(session.status, 'PENDING_MENTOR_REVIEW'))
      .orderBy(session.id);
    const row = dice.pickAny(open);
    if (row === null) return null;
    const right = world.cast.tutors.find(({ personId }) => personId === row.tutorId);
    const tutor = right === undefined || dice.chance(0.1) ? dice.pick(world.cast.tutors) : right;
    if (dice.chance(0.2)) {
      const rejected = await execute(world.app, rejectMentorshipRequest, tutor, {
        sessionId: row.id,
        reason: wordsAbout(world, dice, row, 'Away'),
      });
      return `${nameOf(tutor)} says no to ${short(row.id)}: ${outcome(rejected)}`;
    }
    const approved = await execute(world.app, approveMentorshipRequest, tutor, {
      sessionId: row.id,
      notes: wordsAbout(world, dice, row, 'Welcome'),
    });
    return `${nameOf(tutor)} says yes to ${short(row.id)}: ${outcome(approved)}`;
  },
};

const WEEKS = [
  [{ days: [0, 1, 2, 3, 4, 5, 6], start: '00:00', end: '24:00' }],
  [{ days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' }],
  [{ days: [0, 6], start: '10:00', end: '14:00' }],
];

const changeHours: Operation = {
  name: 'change hours',
  weight: 2,
  async run(world, dice) {
    const tutor = dice.pick(world.cast.tutors);
    const input = {
      timeZone: dice.pick(['Africa/Lagos', 'America/New_York']),
      weekly: dice.pick(WEEKS),
      bufferBeforeMinutes: dice.pick([0, 15]),
      bufferAfterMinutes: dice.pick([0, 30]),
      minNoticeMinutes: dice.pick([0, 120]),
      dailyCap: dice.pick([null, 6]),
      refundPolicy: dice.pick(['flexible', 'standard', 'standard', 'strict']),
    };
    return `${nameOf(tutor)}: ${outcome(await execute(world.app, saveAvailability, tutor, input))}`;
  },
};

const changeLink: Operation = {
  name: 'change meeting link',
  weight: 1,
  async run(world, dice) {
    const tutor = dice.pick(world.cast.tutors);
    const meetingUrl = dice.pick([null, 'https://meet.example.com/a', 'https://meet.example.com/b']);
    return `${nameOf(tutor)}: ${outcome(await execute(world.app, saveMeetingLink, tutor, { meetingUrl }))}`;
  },
};

const pauseOffering: Operation = {
  name: 'pause offering',
  weight: 2,
  async run(world, dice) {
    const { id, tutor, title } = dice.pick(world.cast.offerings);
    const paused = dice.chance(0.2);
    const answer = await execute(world.app, pauseMentorshipOffering, tutor, { offeringId: id, paused });
    return `${nameOf(tutor)} ${paused ? 'pauses' : 'opens'} ${title}: ${outcome(answer)}`;
  },
};

const deleteOffering: Operation = {
  name: 'delete offering',
  weight: 1,
  async run(world, dice) {
    // The first one always stays, so that a story never runs out of things to book.
    const { id, tutor, title } = dice.pick(world.cast.offerings.slice(1));
    if (!dice.chance(0.3)) return null;
    return `${nameOf(tutor)}, ${title}: ${outcome(await execute(world.app, deleteMentorshipOffering, tutor, { offeringId: id }))}`;
  },
};

export const tutoringOperations: readonly Operation[] = [
  answerRequest,
  changeHours,
  changeLink,
  pauseOffering,
  deleteOffering,
];
