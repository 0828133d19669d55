import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute, type Command } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { pursueRefund } from '#features/payments/commands/send-refund.server.ts';
import { settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargeByReference } from '#features/payments/queries.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import { applyCharge } from '#features/sessions/commands/apply-charge.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { resolveMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { joinMentorshipSession } from '#features/sessions/commands/join.server.ts';
import { answerByMail } from '#features/sessions/commands/mail-links.server.ts';
import { answerMentorshipProposal, proposeMentorshipTime } from '#features/sessions/commands/propose.server.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import {
  claimMentorshipNoShow,
  updateTutorMentorshipSessionStatus,
} from '#features/sessions/commands/update-status.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import { refund } from '#infra/db/tables/payments.server.ts';
import { adminTask, mailLink, session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { signLink } from '#infra/signed-link.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { assert } from '#shared/assert.ts';
import type { RefundId, SessionId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import { balances, checkout, hold, referenceOf } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { engines } from '#tests/support/database.ts';
import type { z } from 'zod';
import { addStudents, expectSound, openCrowd, times, type Crowd } from './crowd.ts';

const isMissing = !engines.includes('postgresql');
const CROWD = 64;
const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const THURSDAY_10 = '2026-11-26T09:00:00Z';

describe.skipIf(isMissing)(
  `changing a session at once on PostgreSQL${isMissing ? ' (set TEST_DATABASE_URL)' : ''}`,
  () => {
    let crowd: Crowd;
    let cast: Cast;
    beforeAll(async () => void (crowd = await openCrowd()));
    afterAll(() => crowd.close());
    beforeEach(async () => {
      await crowd.reset();
      cast = await seedCast(crowd.app);
    });

    const run = <P extends Permission, I extends z.ZodType, O>(
      command: Command<P, I, O>,
      actor: Actor,
      input: object,
    ) => execute(crowd.app, command, actor, input);
    const winners = (answers: readonly Result<unknown>[]) => answers.filter(({ ok }) => ok).length;
    const refusals = (answers: readonly Result<unknown>[]) =>
      [...new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.reason])))].sort();
    const rowOf = async (sessionId: string) => {
      const [row] = await crowd.app.db
        .select()
        .from(session)
        .where(eq(session.id, sessionId as SessionId));
      assert(row !== undefined, 'the session exists');
      return row;
    };
    const eventsOf = async (sessionId: string) => {
      const rows = await crowd.app.db
        .select()
        .from(sessionEvent)
        .where(eq(sessionEvent.sessionId, sessionId as SessionId))
        .orderBy(sessionEvent.id);
      return rows.map(({ event }) => event);
    };
    const request = async (student: Actor, scheduledAt = WEDNESDAY_10) => {
      const answer = await checkout(crowd.app, student, {
        offeringId: cast.react,
        bookingMode: 'REQUEST',
        scheduledAt,
      });
      assert(answer.ok, 'a request is taken');
      return answer.value.mentorshipSessionId;
    };
    const bookPaid = async (student: Actor, scheduledAt: string) => {
      const { mentorshipSessionId } = await hold(crowd.app, student, cast.react, scheduledAt);
      const reference = await referenceOf(crowd.app, mentorshipSessionId);
      crowd.paystack.pay(reference, 'success');
      await settleCharge(crowd.app, reference);
      const charge = await chargeByReference(crowd.app.db, reference);
      assert(charge !== null, 'the charge exists');
      await applyCharge(crowd.app, charge.id);
      return { sessionId: mentorshipSessionId, reference };
    };
    const atPaystack = (reference: string) => crowd.paystack.refunds().filter((one) => one.reference === reference);
    const sound = async () => {
      expect(crowd.deadlocks()).toBe(0);
      await expectSound(crowd);
    };

    it('approves a request once of 64 times, by page and by mail', async () => {
      const sessionId = await request(cast.ada);
      const links = await crowd.app.db.select().from(mailLink).where(eq(mailLink.action, 'approve'));
      const token = signLink(crowd.app.config.authSecret, links[0]?.id ?? '');
      const answers = await Promise.all<Result<unknown>>([
        ...times(CROWD / 2, () => run(approveMentorshipRequest, cast.tunde, { sessionId })),
        ...times(CROWD / 2, () => answerByMail(crowd.app, token, '')),
      ]);
      expect(winners(answers)).toBe(1);
      expect(refusals(answers).every((reason) => ['wrong_state', 'link_used'].includes(reason))).toBe(true);
      expect(await eventsOf(sessionId)).toEqual(['request', 'approve']);
      await sound();
    });

    it('approves one of 64 requests for one time', async () => {
      const students = await addStudents(crowd.app, CROWD);
      const asked = await Promise.all(students.map((student) => request(student)));
      const answers = await Promise.all(
        asked.map((sessionId) => run(approveMentorshipRequest, cast.tunde, { sessionId })),
      );
      expect(winners(answers)).toBe(1);
      expect(refusals(answers)).toEqual(['slot_taken']);
      await sound();
    });

    it('lets one of yes, no and never mind win', async () => {
      const sessionId = await request(cast.ada);
      const answers = await Promise.all<Result<unknown>>([
        ...times(20, () => run(approveMentorshipRequest, cast.tunde, { sessionId, version: 1 })),
        ...times(20, () => run(rejectMentorshipRequest, cast.tunde, { sessionId, version: 1, reason: 'Away' })),
        ...times(20, () => run(withdrawMentorshipRequest, cast.ada, { sessionId, version: 1 })),
      ]);
      expect(winners(answers)).toBe(1);
      expect(refusals(answers)).toEqual(['version_conflict']);
      expect(await eventsOf(sessionId)).toHaveLength(2);
      await sound();
    });

    it('cancels once and refunds once, when both sides and an admin cancel 64 times', async () => {
      const { sessionId, reference } = await bookPaid(cast.ada, WEDNESDAY_10);
      const input = { sessionId, expectedRefundMinor: 500_000 };
      const answers = await Promise.all(
        times(CROWD, (at) => {
          const actor = [cast.ada, cast.tunde, cast.kemi][at % 3] ?? cast.ada;
          return run(cancelMentorshipSession, actor, input);
        }),
      );
      expect(winners(answers)).toBe(1);
      expect(refusals(answers)).toEqual(['wrong_state']);
      await crowd.runJobs();
      expect(atPaystack(reference)).toMatchObject([{ amountMinor: 500_000 }]);
      expect(await balances(crowd.app)).toMatchObject({ refunds_in_flight: -500_000 });
      await sound();
    });

    it('cancels or moves a session, and never gives back what it keeps', async () => {
      const { sessionId } = await bookPaid(cast.ada, WEDNESDAY_10);
      const answers = await Promise.all<Result<unknown>>([
        ...times(16, () =>
          run(cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000, version: 2 }),
        ),
        ...times(16, () =>
          run(rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt: THURSDAY_10, version: 2 }),
        ),
      ]);
      expect(winners(answers)).toBe(1);
      expect(refusals(answers)).toEqual(['version_conflict']);
      const row = await rowOf(sessionId);
      expect(row.keptMinor).toBe(row.status === 'CANCELLED' ? 0 : 500_000);
      await sound();
    });

    it('gives one time to one of those who move to it, hold it, or are offered it', async () => {
      const students = await addStudents(crowd.app, 40);
      const [bola, chidi, dayo] = [cast.bola, students[0], students[1]];
      assert(chidi !== undefined && dayo !== undefined, 'there are students');
      const moving = [
        { student: cast.ada, ...(await bookPaid(cast.ada, WEDNESDAY_10)) },
        { student: bola, ...(await bookPaid(bola, '2026-11-25T11:00:00Z')) },
        { student: chidi, ...(await bookPaid(chidi, '2026-11-25T13:00:00Z')) },
      ];
      const offered = await bookPaid(dayo, '2026-11-25T15:00:00Z');
      const proposal = { sessionId: offered.sessionId, scheduledAt: THURSDAY_10 };
      expect(await run(proposeMentorshipTime, cast.tunde, proposal)).toMatchObject({ ok: true });
      const answers = await Promise.all<Result<unknown>>([
        ...times(30, (at) => {
          const one = moving[at % moving.length];
          assert(one !== undefined, 'somebody moves');
          return run(rescheduleMentorshipSession, one.student, { sessionId: one.sessionId, scheduledAt: THURSDAY_10 });
        }),
        ...students
          .slice(2, 36)
          .map((student) => checkout(crowd.app, student, { offeringId: cast.react, scheduledAt: THURSDAY_10 })),
        run(answerMentorshipProposal, dayo, { sessionId: offered.sessionId, accept: true }),
      ]);
      expect(winners(answers)).toBe(1);
      // Whoever has moved and asks again is told that it is there already.
      expect(['slot_taken', 'invalid']).toEqual(expect.arrayContaining(refusals(answers)));
      const there = (await crowd.app.db.select().from(session)).filter(
        ({ startsAt }) => startsAt.toString() === THURSDAY_10,
      );
      expect(there).toHaveLength(1);
      await sound();
    });

    it('asks Paystack for a refund once when many workers, callbacks and sweeps pursue it', async () => {
      const { sessionId, reference } = await bookPaid(cast.ada, WEDNESDAY_10);
      await run(cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      const [asked] = await crowd.app.db.select().from(refund);
      const refundId = asked?.id as RefundId;
      await Promise.all([
        ...times(CROWD, () => pursueRefund(crowd.app, refundId)),
        ...times(5, () => sweep(crowd.app)),
      ]);
      const [made] = atPaystack(reference);
      expect(atPaystack(reference)).toHaveLength(1);
      while (crowd.paystack.advanceRefund(made?.id ?? 0));
      crowd.clock.advance(60);
      await Promise.all([
        ...times(CROWD, () => pursueRefund(crowd.app, refundId)),
        ...times(5, () => sweep(crowd.app)),
      ]);
      await crowd.runJobs();
      expect(await rowOf(sessionId)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
      expect(await balances(crowd.app)).toEqual({ paystack_clearing: -10_000, processing_fees: 10_000 });
      await sound();
    });

    it('closes a session once when its tutor completes it, its student misses them and the clock settles it', async () => {
      const { sessionId } = await bookPaid(cast.ada, WEDNESDAY_10);
      crowd.clock.set('2026-11-25T08:55:00Z');
      expect(await run(joinMentorshipSession, cast.ada, { sessionId })).toMatchObject({ ok: true });
      crowd.clock.set('2026-11-26T10:00:00Z');
      const [answers] = await Promise.all([
        Promise.all<Result<unknown>>([
          ...times(20, () => run(updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' })),
          ...times(20, () => run(claimMentorshipNoShow, cast.ada, { sessionId })),
        ]),
        Promise.all(times(5, () => sweep(crowd.app))),
      ]);
      expect(winners(answers)).toBeLessThanOrEqual(1);
      const row = await rowOf(sessionId);
      expect(['COMPLETED', 'NO_SHOW']).toContain(row.status);
      expect(row.keptMinor).toBe(row.status === 'COMPLETED' ? 500_000 : 0);
      expect(await eventsOf(sessionId)).toHaveLength(3);
      await sound();
    });

    it('decides a question once of 64 times', async () => {
      const { sessionId, reference } = await bookPaid(cast.ada, WEDNESDAY_10);
      crowd.clock.set('2026-11-26T10:00:00Z');
      await Promise.all(times(5, () => sweep(crowd.app)));
      expect(await crowd.app.db.select().from(adminTask)).toHaveLength(1);
      const decision = { sessionId, status: 'COMPLETED', refundPercent: 50, reason: 'Half was given' };
      const answers = await Promise.all(times(CROWD, () => run(resolveMentorshipSession, cast.kemi, decision)));
      expect(winners(answers)).toBe(1);
      expect(refusals(answers)).toEqual(['wrong_state']);
      await crowd.runJobs();
      expect(atPaystack(reference)).toMatchObject([{ amountMinor: 250_000 }]);
      await sound();
    });
  },
);
