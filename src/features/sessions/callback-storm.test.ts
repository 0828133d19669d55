import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { cancelMentorshipSession } from './commands/cancel.server.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { charge, webhookEvent } from '#infra/db/tables/payments.server.ts';
import { adminTask, session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { createDice } from '#tests/simulator/dice.ts';
import { findBroken } from '#tests/simulator/invariants/all.ts';
import { balances, hold, openWithPaystack, referenceOf, type PaidWorld } from '#tests/support/booking.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { eq } from 'drizzle-orm';
import { receivePaystackWebhook } from '#features/payments/commands/receive-webhook.server.ts';

const COPIES = 10;
const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const WRONG = {
  'too little': { amount: 400_000 },
  'another amount asked': { requested_amount: 400_000, amount: 500_000 },
  'another currency': { currency: 'GHS' },
  'another charge': { metadata: { chargeId: 'another' } },
  'another domain': { domain: 'live' },
};

type Event = { body: string; signature: string };

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.paystack.turn({ verifyOverrides: {} });
    handed = world.paystack.heldWebhooks().length;
    cast = await seedCast(world.app);
  });

  let handed = 0;
  /** What Paystack has to say and has not said yet. */
  const newEvents = (): Event[] => {
    const all = world.paystack.heldWebhooks();
    const fresh = all.slice(handed);
    handed = all.length;
    return fresh.map(({ body }) => ({ body, signature: world.paystack.sign(body) }));
  };
  const post = ({ body, signature }: Event) =>
    receivePaystackWebhook(world.app, new TextEncoder().encode(body), signature);
  /** Each event ten times in no order, jobs and sweeps in between. Tells what the answers were. */
  const storm = async (events: readonly Event[], seed: number) => {
    const dice = createDice(seed);
    const waiting = events.flatMap((event) => Array.from({ length: COPIES }, () => event));
    const answers = new Map<string, number>();
    while (waiting.length > 0) {
      const [event] = waiting.splice(dice.roll(waiting.length), 1);
      const answer = event === undefined ? 'none' : await post(event);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (dice.chance(0.15)) await world.runJobs();
      if (dice.chance(0.05)) await sweep(world.app);
    }
    await world.runJobs();
    await sweep(world.app);
    await world.runJobs();
    return Object.fromEntries(answers);
  };
  const forged = ({ body }: Event): Event => ({
    body,
    signature: world.paystack.sign(body, 'sk_test_of_somebody_else'),
  });
  const altered = ({ body, signature }: Event): Event => ({ body: body.replace('500000', '900000'), signature });
  const sound = async () => expect(await findBroken(world.app.db, world.clock.now())).toEqual([]);
  const tellings = async () => {
    const rows = await world.app.db.select({ kind: notification.kind }).from(notification);
    return rows.map(({ kind }) => kind).sort();
  };

  describe('a storm of callbacks', () => {
    it.each([1, 2, 3])('settles a payment once and refunds it once, seed %i', async (seed) => {
      const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
      const reference = await referenceOf(world.app, mentorshipSessionId);
      world.paystack.pay(reference, 'success');
      const paid = newEvents();
      expect(paid.length).toBeGreaterThan(0);
      const answers = await storm([...paid, ...paid.map(forged), ...paid.map(altered)], seed);
      expect(answers).toEqual({
        stored: paid.length,
        known: paid.length * (COPIES - 1),
        bad_signature: 2 * paid.length * COPIES,
      });
      expect(await balances(world.app)).toEqual({
        paystack_clearing: 490_000,
        processing_fees: 10_000,
        tutor_pending: -350_000,
        platform_pending: -150_000,
      });
      expect(await tellings()).toEqual(['session_booked', 'session_booked']);

      const input = { sessionId: mentorshipSessionId, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      await world.runJobs();
      const made = world.paystack.refunds().filter((one) => one.reference === reference);
      expect(made).toHaveLength(1);
      while (world.paystack.advanceRefund(made[0]?.id ?? 0));
      // The payment's own callback comes again, among those of each step of the refund.
      await storm([...paid, ...newEvents()], seed + 100);
      expect(world.paystack.refunds().filter((one) => one.reference === reference)).toHaveLength(1);
      expect(await balances(world.app)).toEqual({ paystack_clearing: -10_000, processing_fees: 10_000 });
      // Both of the booking, and both of the cancellation: one of them as a receipt.
      const both = ['session_booked', 'session_booked', 'session_cancelled', 'session_cancelled'];
      expect(await tellings()).toEqual(['payment_refunded', ...both]);
      const [row] = await world.app.db.select().from(session);
      expect(row).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
      const events = await world.app.db.select().from(sessionEvent).orderBy(sessionEvent.id);
      expect(events.map(({ event }) => event)).toEqual(['hold', 'pay', 'cancel']);
      await sound();
    });

    it('long after the hold lapsed gives the money back once, when somebody else has the time', async () => {
      const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
      const reference = await referenceOf(world.app, mentorshipSessionId);
      world.paystack.pay(reference, 'success');
      const paid = newEvents();
      world.clock.advance(40);
      await hold(world.app, cast.bola, cast.react, WEDNESDAY_10);
      await storm(paid, 7);
      expect(world.paystack.refunds().filter((one) => one.reference === reference)).toMatchObject([
        { amountMinor: 500_000 },
      ]);
      expect((await tellings()).filter((kind) => kind === 'payment_returned')).toHaveLength(2);
      const [row] = await world.app.db.select().from(charge).where(eq(charge.reference, reference));
      expect(row).toMatchObject({ status: 'SUCCEEDED', refundingMinor: 500_000 });
      await sound();
    });

    it('about money that is not what was asked for books nothing, and gives back what may be touched, once', async () => {
      const references = new Map<string, string>();
      for (const what of Object.keys(WRONG)) {
        const tutor = await addTutor(world.app, `Tutor of ${what}`);
        const offeringId = await addOffering(world.app, tutor, { title: what, priceMinor: 500_000 });
        const student = references.size < 2 ? cast.ada : references.size < 4 ? cast.bola : cast.tunde;
        const at = references.size % 2 === 0 ? WEDNESDAY_10 : '2026-11-26T09:00:00Z';
        const { mentorshipSessionId } = await hold(world.app, student, offeringId, at);
        references.set(what, await referenceOf(world.app, mentorshipSessionId));
      }
      const overrides = Object.entries(WRONG).map(
        ([what, override]) => [references.get(what) ?? '', override] as const,
      );
      world.paystack.turn({ verifyOverrides: Object.fromEntries(overrides) });
      for (const reference of references.values()) world.paystack.pay(reference, 'success');
      world.paystack.payElsewhere('course-4711', 900_000);
      await storm(newEvents(), 11);
      const rows = await world.app.db.select().from(session);
      expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'PENDING_PAYMENT'));
      const all = await balances(world.app);
      expect([all['tutor_pending'], all['platform_pending']]).toEqual([undefined, undefined]);
      const given = world.paystack.refunds().map(({ reference }) => reference);
      for (const [what, reference] of references) {
        const times = given.filter((one) => one === reference).length;
        expect([what, times]).toEqual([what, what === 'another domain' ? 0 : 1]);
      }
      const tasks = await world.app.db.select({ kind: adminTask.kind }).from(adminTask);
      expect(tasks).toEqual([{ kind: 'charge_mismatch' }]);
      const foreign = await world.app.db.select().from(webhookEvent).where(eq(webhookEvent.reference, 'course-4711'));
      expect(foreign).toMatchObject([{ ours: false }]);
      await sound();
    });
  });
});
