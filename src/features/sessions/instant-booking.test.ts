import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { readId, type OfferingId, type SessionId } from '#shared/id.ts';
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
import { withdrawMentorshipRequest } from './commands/withdraw.server.ts';
import { proceedWithApprovedBookingPayment } from './commands/proceed-payment.server.ts';
import { sessionFor } from './queries.server.ts';
import { paymentView } from './queries/payment-view.server.ts';
import type { SessionView } from './types.ts';

const TUESDAY_10 = '2026-11-24T09:00:00Z';
const TUESDAY_11 = '2026-11-24T10:00:00Z';

forEachEngine((engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.paystack.turn({ verifyOverrides: {}, faults: [] });
    cast = await seedCast(world.app);
  });

  const view = async (sessionId: string): Promise<SessionView> => {
    const found = await sessionFor(world.app, cast.ada, readId<SessionId>(sessionId));
    if (!found.ok) throw new Error(found.reason);
    return found.value.session;
  };

  const refundsFor = (reference: string) => {
    const { id } = world.paystack.transaction(reference);
    return world.paystack.refunds().filter(({ transactionId }) => transactionId === id);
  };

  describe('booking and paying', () => {
    it('books Tunde for Ada: held, paid, scheduled, split 70/30, linked and told', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      expect(held).toMatchObject({ mode: 'INSTANT', expiresAt: '2026-11-23T09:35:00Z' });
      expect(await view(held.mentorshipSessionId)).toMatchObject({
        status: 'PENDING_PAYMENT',
        paymentStatus: 'PENDING',
        meetingUrl: null,
      });

      world.paystack.pay(await referenceOf(world.app, held.mentorshipSessionId), 'success');
      expect(await deliverWebhooks(world)).toEqual(['stored']);
      await world.runJobs();

      expect(await view(held.mentorshipSessionId)).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PAID',
        meetingUrl: 'https://meet.example.com/tunde',
        meetingProvider: 'link',
        price: 5000,
      });
      expect(await balances(world.app)).toEqual({
        paystack_clearing: 490_000,
        processing_fees: 10_000,
        tutor_pending: -350_000,
        platform_pending: -150_000,
      });
      expect(world.mails.map(({ to, subject }) => [to, subject]).sort()).toEqual(
        [
          [cast.ada.email, 'Booked: React mastery, one to one with Tunde Adeyemi'],
          [cast.tunde.email, 'Booked: React mastery, one to one with Ada Obi'],
        ].sort(),
      );
      expect(world.mails.find(({ to }) => to === cast.tunde.email)?.text).toContain('your share is ₦3,500');
    });

    it('gives the same hold and the same page for the same wish', async () => {
      const [first, second] = await Promise.all([
        hold(world.app, cast.ada, cast.react, TUESDAY_10),
        hold(world.app, cast.ada, cast.react, TUESDAY_10),
      ]);
      const third = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      expect(second).toEqual(first);
      expect(third).toEqual(first);
      expect(world.paystack.calls().filter(({ operation }) => operation === 'initialize').length).toBeGreaterThan(0);
    });

    it('settles once when webhook, callback page and sweep come together', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const reference = await referenceOf(world.app, held.mentorshipSessionId);
      world.paystack.pay(reference, 'success');
      world.clock.advance(3);
      await Promise.all([deliverWebhooks(world), paymentView(world.app, cast.ada, reference), sweep(world.app)]);
      await deliverWebhooks(world);
      await world.runJobs();
      await sweep(world.app);
      expect((await balances(world.app))['tutor_pending']).toBe(-350_000);
      expect(world.mails.filter(({ subject }) => subject.startsWith('Booked'))).toHaveLength(2);
      expect(await paymentView(world.app, cast.ada, reference)).toMatchObject({ state: 'paid' });
      expect(await paymentView(world.app, null, reference)).toEqual({ state: 'paid', detail: null });
    });

    it('books a free offering at once, and only one upcoming with the same tutor', async () => {
      const booked = await hold(world.app, cast.ada, cast.intro, TUESDAY_10);
      expect(booked).toEqual({ mode: 'INSTANT', mentorshipSessionId: booked.mentorshipSessionId, expiresAt: null });
      expect(await view(booked.mentorshipSessionId)).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'NOT_REQUIRED',
      });
      expect(await checkout(world.app, cast.ada, { offeringId: cast.intro, scheduledAt: TUESDAY_11 })).toMatchObject({
        reason: 'free_session_limit',
      });
    });

    it('keeps the hold when Paystack does not answer, and pays under a fresh reference on another try', async () => {
      world.paystack.fail({ on: 'initialize', how: 'status', status: 503 });
      const refused = await checkout(world.app, cast.ada, { offeringId: cast.react, scheduledAt: TUESDAY_10 });
      expect(refused).toMatchObject({ reason: 'provider_unavailable' });
      const sessionId = (refused as unknown as { data: { mentorshipSessionId: string } }).data.mentorshipSessionId;
      const firstReference = await referenceOf(world.app, sessionId);
      const page = await execute(world.app, proceedWithApprovedBookingPayment, cast.ada, { sessionId });
      expect(page).toMatchObject({ ok: true, value: { mentorshipSessionId: sessionId } });
      expect(await referenceOf(world.app, sessionId)).not.toBe(firstReference);
    });
  });

  describe('time', () => {
    it('refuses a taken time to Bola with the nearest three others', async () => {
      await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      expect(await checkout(world.app, cast.bola, { offeringId: cast.react, scheduledAt: TUESDAY_10 })).toMatchObject({
        reason: 'slot_taken',
        data: { slots: ['2026-11-24T08:00:00Z', '2026-11-24T10:00:00Z', '2026-11-24T10:30:00Z'] },
      });
    });

    it('frees the time of a hold that was not paid in time, for the next student at once', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      world.clock.advance(35);
      const second = await hold(world.app, cast.bola, cast.react, TUESDAY_10);
      expect(second.mentorshipSessionId).not.toBe(held.mentorshipSessionId);
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'EXPIRED' });
    });

    it('refuses the past, times outside the hours, within the notice and off the grid', async () => {
      for (const scheduledAt of [
        '2026-11-20T09:00:00Z',
        '2026-11-24T19:00:00Z',
        '2026-11-23T10:00:00Z',
        '2026-11-24T09:10:00Z',
      ]) {
        const answer = await checkout(world.app, cast.ada, { offeringId: cast.react, scheduledAt });
        expect(answer, scheduledAt).toMatchObject({ ok: false, reason: 'slot_unavailable' });
      }
    });

    it('lets nobody hold more than three times', async () => {
      for (const hour of ['08', '09', '10']) await hold(world.app, cast.ada, cast.react, `2026-11-24T${hour}:00:00Z`);
      expect(
        await checkout(world.app, cast.ada, { offeringId: cast.react, scheduledAt: '2026-11-24T11:00:00Z' }),
      ).toMatchObject({
        reason: 'too_many_holds',
      });
    });

    it('frees the time at once when Ada withdraws, and sends late money back', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const reference = await referenceOf(world.app, held.mentorshipSessionId);
      const sessionId = held.mentorshipSessionId;
      expect(await execute(world.app, withdrawMentorshipRequest, cast.bola, { sessionId })).toMatchObject({
        reason: 'not_found',
      });
      expect(await execute(world.app, withdrawMentorshipRequest, cast.ada, { sessionId, version: 9 })).toMatchObject({
        reason: 'version_conflict',
      });
      expect(await execute(world.app, withdrawMentorshipRequest, cast.ada, { sessionId })).toMatchObject({
        ok: true,
        value: { status: 'CANCELLED' },
      });
      await hold(world.app, cast.bola, cast.react, TUESDAY_10);
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await paymentView(world.app, cast.ada, reference)).toMatchObject({
        state: 'refunding',
        detail: { refundMinor: 500_000 },
      });
    });
  });

  describe('money that settles nothing', () => {
    const payLate = async (sessionId: string) => {
      const reference = await referenceOf(world.app, sessionId);
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      return reference;
    };

    it('books late money when the time is still free', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      world.clock.advance(40);
      await sweep(world.app);
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'EXPIRED' });
      await payLate(held.mentorshipSessionId);
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
    });

    it('returns late money when Bola has the time, and both keep what is theirs', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      world.clock.advance(40);
      await hold(world.app, cast.bola, cast.react, TUESDAY_10);
      const reference = await payLate(held.mentorshipSessionId);
      expect(await paymentView(world.app, cast.ada, reference)).toMatchObject({ state: 'paid_late_refunding' });
      expect(await balances(world.app)).toEqual({
        paystack_clearing: 490_000,
        processing_fees: 10_000,
        refunds_in_flight: -500_000,
      });
      const [refund] = refundsFor(reference);
      while (world.paystack.advanceRefund(refund?.id ?? 0));
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await paymentView(world.app, cast.ada, reference)).toMatchObject({ state: 'refunded' });
      expect(await balances(world.app)).toEqual({ paystack_clearing: -10_000, processing_fees: 10_000 });
      expect(world.mails.filter(({ to }) => to === cast.ada.email).map(({ subject }) => subject)).toEqual([
        'Your held time for React mastery, one to one has lapsed',
        'Your payment of ₦5,000 is on its way back',
        '₦5,000 was sent back to you',
      ]);
    });

    it('keeps one of two payments and returns the other', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const first = await referenceOf(world.app, held.mentorshipSessionId);
      world.paystack.pay(first, 'fail');
      await paymentView(world.app, cast.ada, first);
      await world.runJobs();
      expect(await view(held.mentorshipSessionId)).toMatchObject({
        status: 'PENDING_PAYMENT',
        paymentStatus: 'FAILED',
      });
      await execute(world.app, proceedWithApprovedBookingPayment, cast.ada, { sessionId: held.mentorshipSessionId });
      const second = await referenceOf(world.app, held.mentorshipSessionId);
      expect(second).not.toBe(first);
      world.paystack.pay(first, 'success');
      world.paystack.pay(second, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
      expect(await balances(world.app)).toMatchObject({ tutor_pending: -350_000, refunds_in_flight: -500_000 });
      expect([...refundsFor(first), ...refundsFor(second)]).toHaveLength(1);
    });

    it.each([
      ['amount', { amount: 400_000 }],
      ['requested_amount', { requested_amount: 400_000, amount: 500_000 }],
      ['currency', { currency: 'GHS' }],
      ['metadata', { metadata: { chargeId: 'another' } }],
    ])('returns a payment with a wrong %s in full and books nothing', async (_what, override) => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const reference = await referenceOf(world.app, held.mentorshipSessionId);
      world.paystack.turn({ verifyOverrides: { [reference]: override } });
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'PENDING_PAYMENT' });
      const all = await balances(world.app);
      expect(all['tutor_pending']).toBeUndefined();
      expect(all['refunds_in_flight']).toBe(-('amount' in override ? override.amount : 500_000));
    });

    it('leaves money of another domain to an admin, and books and refunds nothing', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const reference = await referenceOf(world.app, held.mentorshipSessionId);
      world.paystack.turn({ verifyOverrides: { [reference]: { domain: 'live' } } });
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await balances(world.app)).toEqual({});
      expect(refundsFor(reference)).toHaveLength(0);
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'PENDING_PAYMENT' });
    });

    it('gives an excess back and splits exactly the price', async () => {
      const held = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      const reference = await referenceOf(world.app, held.mentorshipSessionId);
      world.paystack.turn({ verifyOverrides: { [reference]: { amount: 510_000 } } });
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await view(held.mentorshipSessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
      expect(await balances(world.app)).toMatchObject({
        tutor_pending: -350_000,
        platform_pending: -150_000,
        refunds_in_flight: -10_000,
      });
    });

    it('stores a reference that is not ours and never touches it', async () => {
      world.paystack.payElsewhere('course-4711', 900_000);
      const callsBefore = world.paystack.calls().length;
      expect(await deliverWebhooks(world)).toContain('stored');
      await world.runJobs();
      expect(world.paystack.calls().length).toBe(callsBefore);
      expect(await balances(world.app)).toEqual({});
    });
  });

  describe('bad input', () => {
    it.each([
      ['an unknown offering', { offeringId: 'nothing' }, 'not_found'],
      ['no time', {}, 'pick_a_time'],
      ['a price from the client', { price: 1 }, 'unknown_key'],
      ['a time without a zone', { scheduledAt: '2026-11-24T09:00:00' }, 'invalid'],
      ['a mode that does not exist', { bookingMode: 'LATER' }, 'invalid'],
    ])('answers %s clearly', async (_what, change, reason) => {
      const input = {
        offeringId: cast.react as OfferingId | string,
        ...('scheduledAt' in change || reason === 'pick_a_time' ? {} : { scheduledAt: TUESDAY_10 }),
        ...change,
      };
      expect(await checkout(world.app, cast.ada, input)).toMatchObject({ ok: false, reason });
    });

    it('offers the next three times to someone who picked none', async () => {
      expect(await checkout(world.app, cast.ada, { offeringId: cast.react })).toMatchObject({
        data: { slots: ['2026-11-23T11:00:00Z', '2026-11-23T11:30:00Z', '2026-11-23T12:00:00Z'] },
      });
    });

    it('lets no tutor book themselves and no admin book at all', async () => {
      const input = { offeringId: cast.react, scheduledAt: TUESDAY_10 };
      expect(await checkout(world.app, cast.tunde, input)).toMatchObject({ reason: 'own_offering' });
      expect(await checkout(world.app, cast.kemi, input)).toMatchObject({ reason: 'forbidden' });
    });
  });
});
