import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#infra/app.server.ts';
import { adminTask } from '#infra/db/tables/sessions.server.ts';
import { charge, refund } from '#infra/db/tables/payments.server.ts';
import { unavailable } from '#infra/paystack/result.server.ts';
import type { Paystack } from '#infra/paystack/client.server.ts';
import { allJobs } from '#processes/jobs.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { assert } from '#shared/assert.ts';
import { toIso } from '#shared/time.ts';
import {
  balances,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { pursueRefund } from './commands/send-refund.server.ts';
import { settleCharge } from './commands/settle-charge.server.ts';
import { CHARGE_SETTLED } from './events.ts';
import { chargeByReference } from './queries.server.ts';

const TUESDAY_10 = '2026-11-24T09:00:00Z';

/** What happens while a call to Paystack is on its way, and when its answer never comes. */
forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;
  let reference: string;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.paystack.turn({ verifyOverrides: {}, faults: [] });
    cast = await seedCast(world.app);
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
    reference = await referenceOf(world.app, mentorshipSessionId);
  });

  const withPaystack = (change: Partial<Paystack>): App => ({
    ...world.app,
    paystack: { ...world.app.paystack, ...change },
  });
  const chargeNow = async () => {
    const row = await chargeByReference(world.app.db, reference);
    assert(row !== null, 'the charge exists');
    return row;
  };
  const refundsNow = () => world.app.db.select().from(refund);
  const down = unavailable('HTTP 503', false, { status: 503 });

  describe('asking about a payment', () => {
    it('leaves a success alone that another recorded while it waited in vain', async () => {
      world.paystack.pay(reference, 'success');
      const slow = withPaystack({
        async verify(asked) {
          await settleCharge(world.app, asked);
          return down;
        },
      });
      expect(await settleCharge(slow, reference)).toEqual({ state: 'unavailable' });
      expect(await chargeNow()).toMatchObject({ status: 'SUCCEEDED', nextPollAt: null });
    });

    it('goes on after 72 hours while Paystack is down, and ends with its first answer', async () => {
      world.paystack.fail({ on: 'verify', how: 'status', status: 503, times: 1_000 });
      world.clock.advance(80 * 60);
      await sweep(world.app);
      const asked = await chargeNow();
      expect(asked.nextPollAt === null ? null : toIso(asked.nextPollAt)).toBe('2026-11-26T18:00:00Z');
      world.paystack.turn({ faults: [] });
      world.paystack.pay(reference, 'success');
      world.clock.advance(60);
      await sweep(world.app);
      expect(await chargeNow()).toMatchObject({ status: 'SUCCEEDED', nextPollAt: null });
    });

    it('keeps no other payment waiting when one cannot be looked at', async () => {
      const second = await hold(world.app, cast.bola, cast.react, '2026-11-24T11:00:00Z');
      const fine = await referenceOf(world.app, second.mentorshipSessionId);
      world.paystack.pay(fine, 'success');
      const broken = withPaystack({
        verify: (asked) =>
          asked === reference ? Promise.reject(new Error('a bug')) : world.app.paystack.verify(asked),
      });
      world.clock.advance(3);
      await sweep(broken);
      expect(await chargeByReference(world.app.db, fine)).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('asks one in a minute while Paystack is down, so that deadlines do not wait for the others', async () => {
      for (const hour of ['10', '11', '12']) await hold(world.app, cast.bola, cast.react, `2026-11-24T${hour}:00:00Z`);
      let asked = 0;
      const slow = withPaystack({
        async verify() {
          asked += 1;
          return down;
        },
      });
      world.clock.advance(3);
      await sweep(slow);
      expect(asked).toBe(1);
      await sweep(slow);
      expect(asked).toBe(2);
    });

    it('gives up after 72 hours when Paystack says that nobody has paid', async () => {
      world.clock.advance(80 * 60);
      await sweep(world.app);
      expect(await chargeNow()).toMatchObject({ status: 'ABANDONED', nextPollAt: null });
    });

    it('never asks again about what it left to an admin', async () => {
      world.paystack.turn({ verifyOverrides: { [reference]: { domain: 'live' } } });
      world.paystack.pay(reference, 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      expect(await settleCharge(withPaystack({ verify: async () => down }), reference)).toEqual({
        state: 'unavailable',
      });
      expect(await chargeNow()).toMatchObject({ mismatch: 'domain', nextPollAt: null });
    });

    it('makes nothing of a success over nothing', async () => {
      world.paystack.turn({ verifyOverrides: { [reference]: { amount: 0 } } });
      world.paystack.pay(reference, 'success');
      await settleCharge(world.app, reference);
      await world.runJobs();
      expect(await chargeNow()).toMatchObject({ status: 'SUCCEEDED', mismatch: 'amount', capturedMinor: 0 });
      expect(await refundsNow()).toEqual([]);
    });
  });

  describe('giving money back', () => {
    const theRefund = async () => {
      const [row, ...more] = await refundsNow();
      assert(row !== undefined && more.length === 0, 'there is one refund');
      return row;
    };
    const atPaystack = () => {
      const { id } = world.paystack.transaction(reference);
      return world.paystack.refunds().filter(({ transactionId }) => transactionId === id);
    };
    /** Money in the wrong amount, of which only we know so far. */
    const payTooLittle = async () => {
      world.paystack.turn({ verifyOverrides: { [reference]: { amount: 400_000 } } });
      world.paystack.pay(reference, 'success');
      await settleCharge(world.app, reference);
    };

    it.each(['lost_answer', 'dropped', 'done_but_500', 'garbled'] as const)(
      'asks once when Paystack did it and the answer was %s',
      async (how) => {
        await payTooLittle();
        world.paystack.fail({ on: 'refund', how });
        await pursueRefund(world.app, (await theRefund()).id);
        expect(await theRefund()).toMatchObject({ status: 'REQUESTED', attempts: 1 });
        expect(atPaystack()).toHaveLength(1);
        world.clock.advance(2);
        await sweep(world.app);
        expect(await theRefund()).toMatchObject({ status: 'PENDING', providerId: String(atPaystack()[0]?.id) });
        expect(atPaystack()).toHaveLength(1);
      },
    );

    it('is asked for by one worker alone, however many are told to', async () => {
      // An excess: Paystack would give such a part back twice, as there is enough left.
      world.paystack.turn({ verifyOverrides: { [reference]: { amount: 510_000 } } });
      world.paystack.pay(reference, 'success', { paidMinor: 510_000 });
      await settleCharge(world.app, reference);
      await world.runJobs(allJobs.filter(({ queue }) => queue === CHARGE_SETTLED));
      const { id } = await theRefund();
      const slow = withPaystack({
        async refund(input) {
          await pursueRefund(world.app, id);
          world.clock.advance(1);
          await sweep(world.app);
          return world.app.paystack.refund(input);
        },
      });
      await pursueRefund(slow, id);
      expect(atPaystack()).toMatchObject([{ amountMinor: 10_000 }]);
    });

    it('asks nothing while Paystack cannot say whether it was asked before', async () => {
      await payTooLittle();
      world.paystack.fail({ on: 'refund', how: 'done_but_500' });
      await pursueRefund(world.app, (await theRefund()).id);
      world.paystack.fail({ on: 'list_refunds', how: 'status', status: 503, times: 1_000 });
      world.clock.advance(2);
      await sweep(world.app);
      expect(atPaystack()).toHaveLength(1);
      expect(await theRefund()).toMatchObject({ status: 'REQUESTED', attempts: 2 });
    });

    it('asks again when Paystack never heard of it', async () => {
      await payTooLittle();
      world.paystack.fail({ on: 'refund', how: 'status', status: 503 });
      await pursueRefund(world.app, (await theRefund()).id);
      expect(atPaystack()).toHaveLength(0);
      world.clock.advance(2);
      await sweep(world.app);
      expect(atPaystack()).toHaveLength(1);
    });

    it('is never tried again once it has ended while it was looked at', async () => {
      await payTooLittle();
      await pursueRefund(world.app, (await theRefund()).id);
      world.clock.advance(10);
      const slow = withPaystack({
        async getRefund() {
          while (world.paystack.advanceRefund(atPaystack()[0]?.id ?? 0));
          await deliverWebhooks(world);
          await world.runJobs();
          return down;
        },
      });
      await pursueRefund(slow, (await theRefund()).id);
      expect(await theRefund()).toMatchObject({ status: 'PROCESSED', nextTryAt: null });
    });

    it('is left to a person when it failed, even if the session only hears of it later', async () => {
      await payTooLittle();
      await pursueRefund(world.app, (await theRefund()).id);
      world.paystack.advanceRefund(atPaystack()[0]?.id ?? 0, 'failed');
      world.clock.advance(10);
      await pursueRefund(world.app, (await theRefund()).id);
      expect(await theRefund()).toMatchObject({ status: 'FAILED' });
      await world.runJobs();
      expect(await theRefund()).toMatchObject({ status: 'FAILED' });
      const tasks = await world.app.db.select().from(adminTask).where(eq(adminTask.kind, 'refund_failed'));
      expect(tasks).toHaveLength(1);
      expect((await balances(world.app))['unapplied_receipts']).toBe(-400_000);
      const [row] = await world.app.db.select().from(charge);
      expect(row).toMatchObject({ refundingMinor: 0, refundedMinor: 0 });
    });
  });
});
