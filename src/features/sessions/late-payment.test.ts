import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '#infra/db/tables/accounts.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import type { OfferingId, SessionId } from '#shared/id.ts';
import {
  checkout,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';

const TUESDAY_10 = '2026-11-24T09:00:00Z';
const TODAY_13 = '2026-11-23T12:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const statusOf = async (sessionId: string) => {
    const [row] = await world.app.db
      .select()
      .from(session)
      .where(eq(session.id, sessionId as SessionId));
    return `${row?.status} ${row?.paymentStatus}`;
  };
  const lapsedHold = async (scheduledAt: string) => {
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, scheduledAt);
    world.clock.advance(40);
    await sweep(world.app);
    expect(await statusOf(mentorshipSessionId)).toBe('EXPIRED PENDING');
    return mentorshipSessionId;
  };
  const pay = async (sessionId: string) => {
    world.paystack.pay(await referenceOf(world.app, sessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
  };
  const request = async (student: Cast['ada'], offeringId: OfferingId) => {
    const answer = await checkout(world.app, student, { offeringId, scheduledAt: TUESDAY_10, bookingMode: 'REQUEST' });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.value.mentorshipSessionId;
  };

  describe('money for a hold that has lapsed', () => {
    it('cancels the student’s other requests for that time and turns away those of others', async () => {
      const held = await lapsedHold(TUESDAY_10);
      const elsewhere = await addOffering(world.app, await addTutor(world.app, 'Ngozi Eze'), {
        title: 'Career',
        priceMinor: 500_000,
      });
      const mine = await request(cast.ada, elsewhere);
      const mineHere = await request(cast.ada, cast.react);
      const rival = await request(cast.bola, cast.react);
      await pay(held);
      expect(await statusOf(held)).toBe('SCHEDULED PAID');
      expect(await statusOf(mine)).toBe('CANCELLED PENDING');
      expect(await statusOf(mineHere)).toBe('CANCELLED PENDING');
      expect(await statusOf(rival)).toBe('REJECTED PENDING');
    });

    it('gives it back when the student has deleted their account', async () => {
      const held = await lapsedHold(TUESDAY_10);
      await world.app.db.update(person).set({ erasedAt: world.clock.now() }).where(eq(person.id, cast.ada.personId));
      await pay(held);
      expect(await statusOf(held)).toMatch(/^EXPIRED/);
      expect(world.paystack.refunds()).toMatchObject([{ amountMinor: 500_000 }]);
    });

    it.each([
      ['books a start that is exactly 30 minutes away', 30, 'SCHEDULED PAID'],
      ['goes back for one that is nearer', 29, 'EXPIRED PENDING'],
    ])('%s', async (_what, minutesBefore, status) => {
      const held = await lapsedHold(TODAY_13);
      world.clock.set(TODAY_13);
      world.clock.advance(-minutesBefore);
      await pay(held);
      expect(await statusOf(held)).toBe(status);
    });

    it('goes back when the tutor is no longer listed', async () => {
      const held = await lapsedHold(TUESDAY_10);
      await world.app.db.update(person).set({ verifiedAt: null }).where(eq(person.id, cast.tunde.personId));
      await pay(held);
      expect(await statusOf(held)).toBe('EXPIRED PENDING');
      expect(world.mails.map(({ subject }) => subject)).toContain('Your payment of ₦5,000 is on its way back');
    });

    it('goes back when the student is somewhere else by then', async () => {
      const held = await lapsedHold(TUESDAY_10);
      const elsewhere = await addOffering(world.app, await addTutor(world.app, 'Ngozi Eze'), {
        title: 'Career',
        priceMinor: 500_000,
      });
      await pay((await hold(world.app, cast.ada, elsewhere, TUESDAY_10)).mentorshipSessionId);
      await pay(held);
      expect(await statusOf(held)).toBe('EXPIRED PENDING');
    });
  });

  describe('a bank transfer under way as a hold lapses', () => {
    const extended = async (minutes: number) => {
      const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, TUESDAY_10);
      world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'pending');
      world.clock.advance(minutes);
      await sweep(world.app);
      const [row] = await world.app.db
        .select()
        .from(session)
        .where(eq(session.id, mentorshipSessionId as SessionId));
      return { sessionId: mentorshipSessionId, deadline: row?.paymentDeadline?.toString() };
    };

    it('moves the deadline by 15 minutes from two minutes before, once', async () => {
      expect((await extended(32)).deadline).toBe('2026-11-23T09:35:00Z');
      await world.reset();
      cast = await seedCast(world.app);
      const { sessionId, deadline } = await extended(33);
      expect(deadline).toBe('2026-11-23T09:50:00Z');
      world.clock.advance(16);
      await sweep(world.app);
      expect(await statusOf(sessionId)).toBe('PENDING_PAYMENT PENDING');
      world.clock.advance(1);
      await sweep(world.app);
      expect(await statusOf(sessionId)).toBe('EXPIRED PENDING');
      await pay(sessionId);
      expect(await statusOf(sessionId)).toBe('SCHEDULED PAID');
    });
  });
});
