import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import {
  checkout,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { perform } from '#tests/support/perform.ts';
import { askMentorshipStudent } from '../commands/ask.server.ts';
import { cancelMentorshipSession } from '../commands/cancel.server.ts';
import { joinMentorshipSession } from '../commands/join.server.ts';
import { proposeMentorshipTime } from '../commands/propose.server.ts';
import { withdrawMentorshipRequest } from '../commands/withdraw.server.ts';
import { tutorSessions } from '../queries.server.ts';
import type { SessionPageView } from '../types.ts';
import { requestConflicts } from './conflicts.server.ts';
import { openTimesFor } from './open-times.server.ts';
import { paymentView } from './payment-view.server.ts';
import { sessionPage } from './session-page.server.ts';

const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const HALF_PAST = '2026-11-25T09:30:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const page = async (sessionId: string, actor: Actor = cast.ada): Promise<SessionPageView> => {
    const found = await sessionPage(world.app, actor, readId<SessionId>(sessionId));
    if (!found.ok) throw new Error(found.reason);
    return found.value;
  };

  const bookPaid = async (): Promise<string> => {
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
    return mentorshipSessionId;
  };

  const request = async (student: Actor, scheduledAt: string): Promise<string> => {
    const answer = await checkout(world.app, student, { offeringId: cast.react, bookingMode: 'REQUEST', scheduledAt });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.value.mentorshipSessionId;
  };

  it('is there for its people and admins, and for nobody else', async () => {
    const sessionId = await bookPaid();
    expect((await page(sessionId, cast.tunde)).userRole).toBe('tutor');
    expect((await page(sessionId, cast.kemi)).userRole).toBe('admin');
    expect(await sessionPage(world.app, cast.bola, readId<SessionId>(sessionId))).toMatchObject({
      reason: 'not_found',
    });
  });

  it('shows the other time, the question and the arrival', async () => {
    const sessionId = await bookPaid();
    await perform(world.app, proposeMentorshipTime, cast.tunde, {
      sessionId,
      scheduledAt: '2026-11-26T19:00:00Z',
      message: 'Later?',
    });
    await perform(world.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which React?' });
    expect(await page(sessionId)).toMatchObject({
      proposal: { startsAt: '2026-11-26T19:00:00Z', endsAt: '2026-11-26T20:00:00Z', message: 'Later?' },
      messages: [{ from: 'tutor', body: 'Which React?' }],
      studentArrivedAt: null,
    });
    expect((await page(sessionId, cast.kemi)).messages).toEqual([]);
    world.clock.set('2026-11-25T08:55:00Z');
    await perform(world.app, joinMentorshipSession, cast.ada, { sessionId });
    expect(await page(sessionId)).toMatchObject({ studentArrivedAt: '2026-11-25T08:55:00Z', proposal: null });
  });

  it('shows who cancelled, why, and the money on its way back', async () => {
    const sessionId = await bookPaid();
    await perform(world.app, cancelMentorshipSession, cast.ada, {
      sessionId,
      reason: 'I am ill.',
      expectedRefundMinor: 500_000,
    });
    expect(await page(sessionId, cast.tunde)).toMatchObject({
      ended: { event: 'cancel', by: 'student', why: 'I am ill.' },
      refunds: [{ amountMinor: 500_000, step: 'asked' }],
      money: { keptMinor: 0, shareMinor: 0 },
    });
  });

  it('says on the payment page that a booking was given up', async () => {
    const { mentorshipSessionId: sessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
    const reference = await referenceOf(world.app, sessionId);
    await perform(world.app, withdrawMentorshipRequest, cast.ada, { sessionId });
    expect((await paymentView(world.app, cast.ada, reference)).state).toBe('given_up');
  });

  it('offers times beside its own, and its own half hour later', async () => {
    const sessionId = await bookPaid();
    const days = { from: '2026-11-25', to: '2026-11-26', timeZone: 'Africa/Lagos' };
    const starts = await openTimesFor(world.app, sessionId, 'INSTANT', days);
    expect(starts).toContain(HALF_PAST);
    expect(starts).not.toContain(WEDNESDAY_10);
  });

  it('tells the tutor which requests are in the way of each other', async () => {
    const first = await request(cast.ada, WEDNESDAY_10);
    const second = await request(cast.bola, HALF_PAST);
    const { sessions } = await tutorSessions(world.app, cast.tunde, 'approvals');
    const conflicts = await requestConflicts(world.app, cast.tunde, sessions);
    expect(conflicts.get(first)).toMatchObject([{ id: second, isRequest: true }]);
    expect(conflicts.get(second)).toMatchObject([{ id: first, isRequest: true }]);
  });

  it('tells a request that a session is in its way', async () => {
    const asked = await request(cast.bola, HALF_PAST);
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
    const { sessions } = await tutorSessions(world.app, cast.tunde, 'approvals');
    const conflicts = await requestConflicts(world.app, cast.tunde, sessions);
    expect(conflicts.get(asked)).toMatchObject([{ id: mentorshipSessionId, isRequest: false }]);
  });
});
