import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { receivePaystackWebhook } from '#features/payments/commands/receive-webhook.server.ts';
import { settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargeByReference, chargesFor } from '#features/payments/queries.server.ts';
import { applyCharge } from '#features/sessions/commands/apply-charge.server.ts';
import { expireSession } from '#features/sessions/commands/expire.server.ts';
import { proceedWithApprovedBookingPayment } from '#features/sessions/commands/proceed-payment.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import { paymentView } from '#features/sessions/queries/payment-view.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { balances, checkout, hold, referenceOf } from '#tests/support/booking.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { engines } from '#tests/support/database.ts';
import { addStudents, expectSound, openCrowd, times, type Crowd } from './crowd.ts';

const isMissing = !engines.includes('postgresql');
const TUESDAY_10 = '2026-11-24T09:00:00Z';

describe.skipIf(isMissing)(`paying at once on PostgreSQL${isMissing ? ' (set TEST_DATABASE_URL)' : ''}`, () => {
  let crowd: Crowd;
  let cast: Cast;
  beforeAll(async () => void (crowd = await openCrowd()));
  afterAll(() => crowd.close());
  beforeEach(async () => {
    await crowd.reset();
    crowd.paystack.turn({ verifyOverrides: {}, faults: [] });
    cast = await seedCast(crowd.app);
  });

  const paidHold = async (student: Actor, scheduledAt: string) => {
    const { mentorshipSessionId } = await hold(crowd.app, student, cast.react, scheduledAt);
    const reference = await referenceOf(crowd.app, mentorshipSessionId);
    crowd.paystack.pay(reference, 'success');
    return { sessionId: mentorshipSessionId as SessionId, reference };
  };
  const rowOf = async (sessionId: SessionId) => {
    const [row] = await crowd.app.db.select().from(session).where(eq(session.id, sessionId));
    assert(row !== undefined, 'the session exists');
    return row;
  };
  const callback = (reference: string) => {
    const body = JSON.stringify({ event: 'charge.success', data: { reference, amount: 500_000, domain: 'test' } });
    return receivePaystackWebhook(crowd.app, new TextEncoder().encode(body), crowd.paystack.sign(body));
  };
  /** What the callback's job does. */
  const settleAndApply = async (reference: string) => {
    await settleCharge(crowd.app, reference);
    const charge = await chargeByReference(crowd.app.db, reference);
    if (charge !== null) await applyCharge(crowd.app, charge.id);
  };
  /** Every way in which we may learn of a payment, all at once. */
  const everyWay = (reference: string, copies: number) => [
    ...times(copies, () => callback(reference)),
    ...times(copies, () => paymentView(crowd.app, cast.ada, reference)),
    ...times(copies, () => settleAndApply(reference)),
  ];
  const refundsAtPaystack = (...references: string[]) =>
    crowd.paystack.refunds().filter(({ reference }) => references.includes(reference));

  it('has one effect when callbacks, pages and sweeps come ten times at once', async () => {
    const { sessionId, reference } = await paidHold(cast.ada, TUESDAY_10);
    crowd.clock.advance(3);
    await Promise.all([...everyWay(reference, 10), ...times(10, () => sweep(crowd.app))]);
    await crowd.runJobs();
    await sweep(crowd.app);
    expect(await rowOf(sessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
    expect(await balances(crowd.app)).toEqual({
      paystack_clearing: 490_000,
      processing_fees: 10_000,
      tutor_pending: -350_000,
      platform_pending: -150_000,
    });
    const events = await crowd.app.db.select().from(sessionEvent).where(eq(sessionEvent.sessionId, sessionId));
    expect(events.map(({ event }) => event)).toEqual(['hold', 'pay']);
    expect(crowd.mails.filter(({ subject }) => subject.startsWith('Booked'))).toHaveLength(2);
    await expectSound(crowd);
  });

  it('keeps one of two payments from two tabs and gives the other back, once', async () => {
    const { mentorshipSessionId } = await hold(crowd.app, cast.ada, cast.react, TUESDAY_10);
    const first = await referenceOf(crowd.app, mentorshipSessionId);
    crowd.paystack.pay(first, 'fail');
    await settleCharge(crowd.app, first);
    const input = { sessionId: mentorshipSessionId };
    expect(await execute(crowd.app, proceedWithApprovedBookingPayment, cast.ada, input)).toMatchObject({ ok: true });
    const second = await referenceOf(crowd.app, mentorshipSessionId);
    expect(second).not.toBe(first);
    crowd.paystack.pay(first, 'success');
    crowd.paystack.pay(second, 'success');
    await Promise.all([...everyWay(first, 5), ...everyWay(second, 5), sweep(crowd.app)]);
    await crowd.runJobs();
    expect(await rowOf(mentorshipSessionId as SessionId)).toMatchObject({ paymentStatus: 'PAID' });
    expect(await balances(crowd.app)).toMatchObject({ tutor_pending: -350_000, refunds_in_flight: -500_000 });
    expect(refundsAtPaystack(first, second)).toMatchObject([{ amountMinor: 500_000 }]);
    expect(await chargesFor(crowd.app.db, mentorshipSessionId)).toHaveLength(2);
    await expectSound(crowd);
  });

  it('gives money back or the session, when Ada withdraws while her payment arrives', async () => {
    for (const hour of ['08', '10', '12', '14']) {
      const { sessionId, reference } = await paidHold(cast.ada, `2026-11-24T${hour}:00:00Z`);
      const [withdrawn] = await Promise.all([
        execute(crowd.app, withdrawMentorshipRequest, cast.ada, { sessionId }),
        ...everyWay(reference, 3),
      ]);
      await crowd.runJobs();
      const row = await rowOf(sessionId);
      expect(row).toMatchObject(
        withdrawn.ok
          ? { status: 'CANCELLED', paymentStatus: 'PENDING' }
          : { status: 'SCHEDULED', paymentStatus: 'PAID' },
      );
      if (!withdrawn.ok) expect(withdrawn.reason).toBe('wrong_state');
      expect(refundsAtPaystack(reference)).toHaveLength(withdrawn.ok ? 1 : 0);
      await expectSound(crowd);
    }
  });

  it('books one of two, when a late payment, the sweep and another student want the same time', async () => {
    for (const day of ['24', '25', '26', '27']) {
      const scheduledAt = `2026-11-${day}T09:00:00Z`;
      const { sessionId, reference } = await paidHold(cast.ada, scheduledAt);
      crowd.clock.advance(36);
      const [rival] = await Promise.all([
        checkout(crowd.app, cast.bola, { offeringId: cast.react, scheduledAt }),
        sweep(crowd.app),
        ...times(3, () => expireSession(crowd.app, sessionId)),
        ...everyWay(reference, 3),
      ]);
      await crowd.runJobs();
      const row = await rowOf(sessionId);
      expect(row).toMatchObject(
        rival.ok ? { status: 'EXPIRED', paymentStatus: 'PENDING' } : { status: 'SCHEDULED', paymentStatus: 'PAID' },
      );
      if (!rival.ok) expect(rival.reason).toBe('slot_taken');
      expect(refundsAtPaystack(reference)).toHaveLength(rival.ok ? 1 : 0);
      await expectSound(crowd);
    }
  });

  it('lets no deadlock out when many payments at once turn away each other’s requests', async () => {
    const students = await addStudents(crowd.app, 8);
    const other = await addTutor(crowd.app, 'Ngozi Eze');
    const offerings = [cast.react, await addOffering(crowd.app, other, { title: 'Career', priceMinor: 500_000 })];
    const start = (at: number) => `2026-11-24T${String(8 + (at % 4) * 2).padStart(2, '0')}:00:00Z`;
    const wish = (at: number, tutor: number) => ({ offeringId: offerings[tutor % 2], scheduledAt: start(at) });
    const asked = await Promise.all(
      students.flatMap((student, at) =>
        [1, 2, 3].map((step) =>
          checkout(crowd.app, student, { ...wish(at + step, at + step), bookingMode: 'REQUEST' }),
        ),
      ),
    );
    expect(asked.every(({ ok }) => ok)).toBe(true);
    const held = await Promise.all(
      students.map((student, at) =>
        checkout(crowd.app, student, { ...wish(at, at < 4 ? 0 : 1), bookingMode: 'INSTANT' }),
      ),
    );
    const references = await Promise.all(
      held.map((answer) => referenceOf(crowd.app, answer.ok ? answer.value.mentorshipSessionId : '')),
    );
    for (const reference of references) crowd.paystack.pay(reference, 'success');
    await Promise.all(references.flatMap((reference) => everyWay(reference, 2)));
    await crowd.runJobs();
    const rows = await crowd.app.db.select().from(session);
    expect(rows.filter(({ paymentStatus }) => paymentStatus === 'PAID')).toHaveLength(8);
    expect(rows.some(({ status }) => status === 'REJECTED')).toBe(true);
    await expectSound(crowd);
  });
});
