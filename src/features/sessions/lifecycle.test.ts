import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute, type Command } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { adminTask } from '#infra/db/tables/sessions.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import {
  balances,
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
import type { z } from 'zod';
import { approveMentorshipRequest, rejectMentorshipRequest } from './commands/answer-request.server.ts';
import { askMentorshipStudent } from './commands/ask.server.ts';
import { cancelMentorshipSession, previewMentorshipCancellation } from './commands/cancel.server.ts';
import { disputeMentorshipSession, resolveMentorshipSession } from './commands/dispute.server.ts';
import { joinMentorshipSession } from './commands/join.server.ts';
import { proceedWithApprovedBookingPayment } from './commands/proceed-payment.server.ts';
import { answerMentorshipProposal, proposeMentorshipTime } from './commands/propose.server.ts';
import { rescheduleMentorshipSession } from './commands/reschedule.server.ts';
import { claimMentorshipNoShow, updateTutorMentorshipSessionStatus } from './commands/update-status.server.ts';
import { sessionFor } from './queries.server.ts';
import type { SessionView } from './types.ts';

const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const THURSDAY_10 = '2026-11-26T09:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const run = <P extends Permission, I extends z.ZodType, O>(
    command: Command<P, I, O>,
    actor: Actor,
    input: object,
  ): Promise<Result<O>> => execute(world.app, command, actor, input);

  const view = async (sessionId: string): Promise<SessionView> => {
    const found = await sessionFor(world.app, cast.ada, readId<SessionId>(sessionId));
    if (!found.ok) throw new Error(found.reason);
    return found.value.session;
  };

  const pay = async (sessionId: string) => {
    world.paystack.pay(await referenceOf(world.app, sessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
  };

  const bookPaid = async (scheduledAt = WEDNESDAY_10): Promise<string> => {
    const held = await hold(world.app, cast.ada, cast.react, scheduledAt);
    await pay(held.mentorshipSessionId);
    world.mails.length = 0;
    return held.mentorshipSessionId;
  };

  const request = async (student: Actor = cast.ada, scheduledAt = WEDNESDAY_10): Promise<string> => {
    const answer = await checkout(world.app, student, { offeringId: cast.react, bookingMode: 'REQUEST', scheduledAt });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.value.mentorshipSessionId;
  };

  const refundArrives = async (sessionId: string) => {
    await world.runJobs();
    const { id } = world.paystack.transaction(await referenceOf(world.app, sessionId));
    for (const refund of world.paystack.refunds().filter(({ transactionId }) => transactionId === id)) {
      while (world.paystack.advanceRefund(refund.id));
    }
    await deliverWebhooks(world);
    await world.runJobs();
  };

  const mailsTo = (actor: Actor) => world.mails.filter(({ to }) => to === actor.email).map(({ subject }) => subject);

  const giveSession = async (sessionId: string, who: Actor[]) => {
    world.clock.set('2026-11-25T08:55:00Z');
    for (const actor of who) await perform(world.app, joinMentorshipSession, actor, { sessionId });
  };

  describe('requests', () => {
    it('asks, approves, pays: the session is booked and split', async () => {
      const sessionId = await request();
      expect(await view(sessionId)).toMatchObject({
        status: 'PENDING_MENTOR_REVIEW',
        paymentStatus: 'PENDING',
        approvalDeadline: '2026-11-25T07:00:00Z',
      });
      expect(
        await perform(world.app, approveMentorshipRequest, cast.tunde, { sessionId, notes: 'Bring your repository.' }),
      ).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PENDING',
        paymentDeadline: '2026-11-24T09:00:00Z',
        approvalNotes: 'Bring your repository.',
        meetingUrl: null,
      });
      expect(await run(approveMentorshipRequest, cast.tunde, { sessionId })).toMatchObject({
        reason: 'wrong_state',
        data: { status: 'SCHEDULED' },
      });
      await perform(world.app, proceedWithApprovedBookingPayment, cast.ada, { sessionId });
      await pay(sessionId);
      expect(await view(sessionId)).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PAID',
        meetingUrl: 'https://meet.example.com/tunde',
      });
      expect(await balances(world.app)).toMatchObject({ tutor_pending: -350_000, platform_pending: -150_000 });
    });

    it('rejects with a reason that Ada reads', async () => {
      const sessionId = await request();
      expect(await run(rejectMentorshipRequest, cast.tunde, { sessionId, reason: ' ' })).toMatchObject({
        reason: 'invalid',
      });
      await perform(world.app, rejectMentorshipRequest, cast.tunde, { sessionId, reason: 'I travel that day.' });
      await world.runJobs();
      expect(await view(sessionId)).toMatchObject({
        status: 'REJECTED',
        approvalNotes: 'I travel that day.',
        rejectedAt: '2026-11-23T09:00:00Z',
      });
      expect(world.mails.find(({ to }) => to === cast.ada.email)?.text).toContain('I travel that day.');
    });

    it('expires a request that is not answered, and refuses an answer after its deadline even before a worker ran', async () => {
      const sessionId = await request();
      world.clock.set('2026-11-25T07:00:00Z');
      expect(await run(approveMentorshipRequest, cast.tunde, { sessionId })).toMatchObject({
        reason: 'deadline_passed',
      });
      await sweep(world.app);
      expect(await view(sessionId)).toMatchObject({ status: 'EXPIRED' });
    });

    it('lets Ada pay until the deadline and not after it, and frees the time', async () => {
      const sessionId = await request();
      await perform(world.app, approveMentorshipRequest, cast.tunde, { sessionId });
      world.clock.set('2026-11-24T09:00:00Z');
      expect(await run(proceedWithApprovedBookingPayment, cast.ada, { sessionId })).toMatchObject({
        reason: 'deadline_passed',
      });
      await hold(world.app, cast.bola, cast.react, WEDNESDAY_10);
    });

    it('rejects a rival request when the other one is paid, not before', async () => {
      const [adas, bolas] = [await request(), await request(cast.bola)];
      await perform(world.app, approveMentorshipRequest, cast.tunde, { sessionId: adas });
      expect(await run(approveMentorshipRequest, cast.tunde, { sessionId: bolas })).toMatchObject({
        reason: 'slot_taken',
      });
      await perform(world.app, proceedWithApprovedBookingPayment, cast.ada, { sessionId: adas });
      await pay(adas);
      const bolasView = await sessionFor(world.app, cast.bola, readId<SessionId>(bolas));
      expect(bolasView).toMatchObject({ value: { session: { status: 'REJECTED' } } });
    });

    it("cancels Ada's other requests for a time that she has booked", async () => {
      const sessionId = await request();
      await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
      expect(await view(sessionId)).toMatchObject({ status: 'CANCELLED' });
    });

    it('proposes another time, which approves the request when Ada accepts it', async () => {
      const sessionId = await request();
      expect(
        await run(proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: '2026-11-23T12:00:00Z' }),
      ).toMatchObject({ reason: 'invalid' });
      await perform(world.app, proposeMentorshipTime, cast.tunde, {
        sessionId,
        scheduledAt: THURSDAY_10,
        message: 'Thursday suits me better.',
      });
      expect(await perform(world.app, answerMentorshipProposal, cast.ada, { sessionId, accept: true })).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PENDING',
        scheduledAt: THURSDAY_10,
      });
      expect(await run(answerMentorshipProposal, cast.ada, { sessionId, accept: true })).toMatchObject({
        reason: 'wrong_state',
      });
      await hold(world.app, cast.bola, cast.react, WEDNESDAY_10);
    });

    it('asks Ada a question without changing anything', async () => {
      const sessionId = await request();
      await perform(world.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which version of React?' });
      await world.runJobs();
      expect(mailsTo(cast.ada)).toEqual(['Tunde Adeyemi has a question about React mastery, one to one']);
      expect(await view(sessionId)).toMatchObject({ status: 'PENDING_MENTOR_REVIEW' });
    });
  });

  describe('cancelling', () => {
    it.each([
      ['exactly 24 hours before', '2026-11-24T09:00:00Z', 100, 500_000],
      ['a minute later', '2026-11-24T09:01:00Z', 50, 250_000],
      ['exactly two hours before', '2026-11-25T07:00:00Z', 50, 250_000],
      ['later still', '2026-11-25T07:01:00Z', 0, 0],
    ])('returns what the standard policy says %s', async (_when, now, percent, refundMinor) => {
      const sessionId = await bookPaid();
      world.clock.set(now);
      expect(await perform(world.app, previewMentorshipCancellation, cast.ada, { sessionId })).toMatchObject({
        percent,
        refundMinor,
      });
      expect(
        await run(cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: refundMinor + 1 }),
      ).toMatchObject({
        reason: 'refund_changed',
        data: { refundMinor },
      });
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: refundMinor });
      expect(await view(sessionId)).toMatchObject({ status: 'CANCELLED', meetingUrl: null });
      await hold(world.app, cast.bola, cast.react, THURSDAY_10);
    });

    it('splits what is kept of a late cancel and releases it at the scheduled end', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T06:00:00Z');
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 250_000 });
      expect(await balances(world.app)).toMatchObject({
        tutor_pending: -175_000,
        platform_pending: -75_000,
        refunds_in_flight: -250_000,
      });
      await refundArrives(sessionId);
      expect(await view(sessionId)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'PARTIALLY_REFUNDED' });
      world.clock.set('2026-11-25T10:00:00Z');
      await sweep(world.app);
      expect(await balances(world.app)).toEqual({
        paystack_clearing: 240_000,
        processing_fees: 10_000,
        tutor_available: -175_000,
        platform_revenue: -75_000,
      });
    });

    it('returns everything when Tunde or an admin cancels, and tells the other side', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:00:00Z');
      await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'CANCELLED' });
      await refundArrives(sessionId);
      expect(await view(sessionId)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
      expect(await balances(world.app)).toEqual({ paystack_clearing: -10_000, processing_fees: 10_000 });
      expect(mailsTo(cast.ada)).toContain('Cancelled: React mastery, one to one with Tunde Adeyemi');
      const second = await bookPaid('2026-11-26T10:00:00Z');
      expect(
        await perform(world.app, cancelMentorshipSession, cast.kemi, {
          sessionId: second,
          expectedRefundMinor: 500_000,
        }),
      ).toMatchObject({ status: 'CANCELLED' });
    });

    it('puts the shares back when Paystack cannot refund, and asks an admin', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      const { id } = world.paystack.transaction(await referenceOf(world.app, sessionId));
      const [refund] = world.paystack.refunds().filter(({ transactionId }) => transactionId === id);
      world.paystack.advanceRefund(refund?.id ?? 0, 'failed');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await balances(world.app)).toMatchObject({ tutor_pending: -350_000, platform_pending: -150_000 });
      expect(await world.app.db.select({ kind: adminTask.kind }).from(adminTask)).toEqual([{ kind: 'refund_failed' }]);
    });

    it('closes the question about a refund on its way when it has ended', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      const { id } = world.paystack.transaction(await referenceOf(world.app, sessionId));
      const [refund] = world.paystack.refunds().filter(({ transactionId }) => transactionId === id);
      world.paystack.advanceRefund(refund?.id ?? 0, 'needs-attention');
      await deliverWebhooks(world);
      await world.runJobs();
      const questions = () => world.app.db.select({ kind: adminTask.kind, status: adminTask.status }).from(adminTask);
      expect(await questions()).toEqual([{ kind: 'refund_needs_attention', status: 'OPEN' }]);
      world.paystack.advanceRefund(refund?.id ?? 0, 'processed');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await questions()).toEqual([{ kind: 'refund_needs_attention', status: 'DONE' }]);
    });

    it('refuses after the start, twice, and to strangers', async () => {
      const sessionId = await bookPaid();
      expect(await run(cancelMentorshipSession, cast.bola, { sessionId, expectedRefundMinor: 0 })).toMatchObject({
        reason: 'not_found',
      });
      world.clock.set(WEDNESDAY_10);
      expect(await run(cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 0 })).toMatchObject({
        reason: 'too_late',
      });
      expect(await run(previewMentorshipCancellation, cast.ada, { sessionId })).toMatchObject({ reason: 'too_late' });
    });
  });

  describe('moving', () => {
    it('moves twice without paying again, and then no more', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, rescheduleMentorshipSession, cast.ada, {
        sessionId,
        scheduledAt: '2026-11-25T09:30:00Z',
      });
      await perform(world.app, rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: THURSDAY_10 });
      expect(await run(rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: WEDNESDAY_10 })).toMatchObject({
        reason: 'too_many_moves',
      });
      expect(await view(sessionId)).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PAID',
        scheduledAt: THURSDAY_10,
        endsAt: '2026-11-26T10:00:00Z',
      });
      await hold(world.app, cast.bola, cast.react, WEDNESDAY_10);
    });

    it('keeps the session where it is when the new time is taken, closed or too near', async () => {
      const sessionId = await bookPaid();
      await hold(world.app, cast.bola, cast.react, THURSDAY_10);
      expect(await run(rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: THURSDAY_10 })).toMatchObject({
        reason: 'slot_taken',
      });
      expect(
        await run(rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: '2026-11-26T22:00:00Z' }),
      ).toMatchObject({ reason: 'slot_unavailable' });
      world.clock.set('2026-11-24T09:01:00Z');
      expect(
        await run(rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: '2026-11-27T09:00:00Z' }),
      ).toMatchObject({ reason: 'too_late' });
      expect(await checkout(world.app, cast.bola, { offeringId: cast.react, scheduledAt: WEDNESDAY_10 })).toMatchObject(
        { reason: 'slot_taken' },
      );
    });

    it("counts the smaller percentage after Ada's own move", async () => {
      const sessionId = await bookPaid();
      await perform(world.app, rescheduleMentorshipSession, cast.ada, {
        sessionId,
        scheduledAt: '2026-11-30T09:00:00Z',
      });
      world.clock.set('2026-11-24T12:00:00Z');
      expect(await perform(world.app, previewMentorshipCancellation, cast.ada, { sessionId })).toMatchObject({
        percent: 50,
      });
    });

    it("moves by Tunde's proposal without counting against Ada", async () => {
      const sessionId = await bookPaid();
      await perform(world.app, proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: '2026-11-26T19:00:00Z' });
      expect(await run(answerMentorshipProposal, cast.bola, { sessionId, accept: true })).toMatchObject({
        reason: 'not_found',
      });
      await perform(world.app, answerMentorshipProposal, cast.ada, { sessionId, accept: true });
      expect(await view(sessionId)).toMatchObject({ scheduledAt: '2026-11-26T19:00:00Z', paymentStatus: 'PAID' });
      await perform(world.app, rescheduleMentorshipSession, cast.ada, {
        sessionId,
        scheduledAt: '2026-11-27T09:00:00Z',
      });
      await perform(world.app, rescheduleMentorshipSession, cast.ada, {
        sessionId,
        scheduledAt: '2026-11-27T10:00:00Z',
      });
    });
  });

  describe('a proposal', () => {
    it('lapses when the session begins, and cannot be made any more', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:00:00Z');
      await perform(world.app, proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: THURSDAY_10 });
      world.clock.set(WEDNESDAY_10);
      expect(await run(answerMentorshipProposal, cast.ada, { sessionId, accept: true })).toMatchObject({
        reason: 'too_late',
      });
      expect(
        await run(proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: '2026-11-27T09:00:00Z' }),
      ).toMatchObject({ reason: 'too_late' });
      expect(await view(sessionId)).toMatchObject({ status: 'SCHEDULED', scheduledAt: WEDNESDAY_10 });
    });

    it('forgets who came early to the old time', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:52:00Z');
      await perform(world.app, proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: THURSDAY_10 });
      await perform(world.app, joinMentorshipSession, cast.ada, { sessionId });
      await perform(world.app, answerMentorshipProposal, cast.ada, { sessionId, accept: true });
      world.clock.set('2026-11-27T10:00:00Z');
      await sweep(world.app);
      expect(await view(sessionId)).toMatchObject({ status: 'SCHEDULED', noShow: null });
      expect(await world.app.db.select({ kind: adminTask.kind }).from(adminTask)).toEqual([{ kind: 'nobody_came' }]);
    });

    it('of a session that was cancelled is answered by nobody', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, proposeMentorshipTime, cast.tunde, { sessionId, scheduledAt: THURSDAY_10 });
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      for (const accept of [true, false])
        expect(await run(answerMentorshipProposal, cast.ada, { sessionId, accept })).toMatchObject({
          reason: 'wrong_state',
        });
    });
  });

  describe('the meeting', () => {
    it('opens the door ten minutes before and starts when both are there', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:49:00Z');
      expect(await run(joinMentorshipSession, cast.ada, { sessionId })).toMatchObject({ reason: 'too_early' });
      await giveSession(sessionId, [cast.ada, cast.tunde]);
      expect(await view(sessionId)).toMatchObject({ status: 'IN_PROGRESS', startedAt: '2026-11-25T08:55:00Z' });
      expect(await run(joinMentorshipSession, cast.bola, { sessionId })).toMatchObject({ reason: 'not_found' });
    });

    it('completes from the scheduled end on and releases the share 48 hours later', async () => {
      const sessionId = await bookPaid();
      await giveSession(sessionId, [cast.ada, cast.tunde]);
      expect(
        await run(updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' }),
      ).toMatchObject({ reason: 'too_early' });
      world.clock.set('2026-11-25T10:05:00Z');
      expect(
        await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' }),
      ).toMatchObject({ status: 'COMPLETED' });
      world.clock.set('2026-11-27T10:04:00Z');
      await sweep(world.app);
      expect(await balances(world.app)).toMatchObject({ tutor_pending: -350_000 });
      world.clock.set('2026-11-27T10:05:00Z');
      await sweep(world.app);
      expect(await balances(world.app)).toMatchObject({ tutor_available: -350_000, platform_revenue: -150_000 });
      expect(await run(disputeMentorshipSession, cast.ada, { sessionId })).toMatchObject({ reason: 'deadline_passed' });
    });

    it('returns everything when Tunde stayed away, and nothing when Ada did', async () => {
      const first = await bookPaid();
      await giveSession(first, [cast.ada]);
      world.clock.set('2026-11-25T09:14:00Z');
      expect(await run(claimMentorshipNoShow, cast.ada, { sessionId: first })).toMatchObject({ reason: 'too_early' });
      world.clock.set('2026-11-25T09:15:00Z');
      expect(await perform(world.app, claimMentorshipNoShow, cast.ada, { sessionId: first })).toMatchObject({
        status: 'NO_SHOW',
        noShow: 'tutor',
      });
      await refundArrives(first);
      expect(await view(first)).toMatchObject({ paymentStatus: 'REFUNDED' });
    });

    it('asks an admin when the arrivals do not settle a claim', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T09:20:00Z');
      expect(
        await perform(world.app, claimMentorshipNoShow, cast.ada, { sessionId, reason: 'Nobody there.' }),
      ).toMatchObject({
        status: 'SCHEDULED',
      });
      expect(await world.app.db.select({ kind: adminTask.kind }).from(adminTask)).toEqual([{ kind: 'no_show_claim' }]);
      world.clock.set('2026-11-25T11:00:00Z');
      expect(
        await perform(world.app, resolveMentorshipSession, cast.kemi, {
          sessionId,
          status: 'COMPLETED',
          refundPercent: 40,
          reason: 'Both were late.',
        }),
      ).toMatchObject({ status: 'COMPLETED' });
      await refundArrives(sessionId);
      await sweep(world.app);
      expect(await balances(world.app)).toMatchObject({ tutor_available: -210_000, platform_revenue: -90_000 });
    });

    it.each([
      ['2026-11-25T09:40:00Z', 'Your share of ₦1,750 is released at the scheduled end.'],
      ['2026-11-25T11:00:00Z', 'Your share of ₦1,750 is released with this decision.'],
    ])('tells Tunde when his share of what was decided at %s is released', async (decidedAt, sentence) => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T09:20:00Z');
      await perform(world.app, claimMentorshipNoShow, cast.ada, { sessionId, reason: 'Nobody there.' });
      world.clock.set(decidedAt);
      await perform(world.app, resolveMentorshipSession, cast.kemi, {
        sessionId,
        status: 'COMPLETED',
        refundPercent: 50,
        reason: 'Both were late.',
      });
      await world.runJobs();
      const decided = world.mails.find(({ to, subject }) => to === cast.tunde.email && /decided/.test(subject));
      expect(decided?.text).toContain(sentence);
    });

    it.each([
      ['both', 'COMPLETED', null],
      ['tutor', 'NO_SHOW', 'student'],
      ['student', 'NO_SHOW', 'tutor'],
    ] as const)('settles by the clock when %s arrived', async (who, status, noShow) => {
      const sessionId = await bookPaid();
      await giveSession(sessionId, who === 'both' ? [cast.ada, cast.tunde] : [who === 'tutor' ? cast.tunde : cast.ada]);
      world.clock.set('2026-11-26T10:00:00Z');
      await sweep(world.app);
      expect(await view(sessionId)).toMatchObject({ status, noShow });
    });

    it('asks an admin, once, when nobody arrived', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-26T10:00:00Z');
      await sweep(world.app);
      await sweep(world.app);
      expect(await view(sessionId)).toMatchObject({ status: 'SCHEDULED' });
      expect(await world.app.db.select({ kind: adminTask.kind }).from(adminTask)).toEqual([{ kind: 'nobody_came' }]);
    });

    it('freezes a disputed share until an admin decides', async () => {
      const sessionId = await bookPaid();
      await giveSession(sessionId, [cast.ada, cast.tunde]);
      world.clock.set('2026-11-25T10:05:00Z');
      await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' });
      await perform(world.app, disputeMentorshipSession, cast.ada, { sessionId, reason: 'He left after ten minutes.' });
      expect(await run(disputeMentorshipSession, cast.tunde, { sessionId })).toMatchObject({ reason: 'wrong_state' });
      expect(await balances(world.app)).toMatchObject({ disputed: -500_000 });
      world.clock.set('2026-11-28T10:00:00Z');
      await sweep(world.app);
      expect(await balances(world.app)).toMatchObject({ disputed: -500_000 });
      expect(
        await run(resolveMentorshipSession, cast.tunde, {
          sessionId,
          status: 'COMPLETED',
          refundPercent: 0,
          reason: 'x',
        }),
      ).toMatchObject({
        reason: 'forbidden',
      });
      await perform(world.app, resolveMentorshipSession, cast.kemi, {
        sessionId,
        status: 'COMPLETED',
        refundPercent: 50,
        reason: 'Half was given.',
      });
      await refundArrives(sessionId);
      await sweep(world.app);
      expect(await view(sessionId)).toMatchObject({ status: 'COMPLETED', paymentStatus: 'PARTIALLY_REFUNDED' });
      expect(await balances(world.app)).toEqual({
        paystack_clearing: 240_000,
        processing_fees: 10_000,
        tutor_available: -175_000,
        platform_revenue: -75_000,
      });
    });
  });
});
