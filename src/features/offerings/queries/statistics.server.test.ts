import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { applyCharge } from '#features/sessions/commands/apply-charge.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { offeringDay } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { hold, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { countView } from '../commands/count-view.server.ts';
import { getOfferingStatistics, getTutorOfferingStatistics } from './statistics.server.ts';

const PHONE = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const look = (userAgent: string | null = PHONE, isNone = false) =>
    countView(world.app, cast.react, { userAgent, isNone });
  const statistics = async () => {
    const found = await execute(world.app, getOfferingStatistics, cast.tunde, { offeringId: cast.react });
    if (!found.ok) throw new Error(found.reason);
    return found.value;
  };

  describe('looks at an offering', () => {
    it('are counted by day, without programs and fetches ahead, also when many look at once', async () => {
      await Promise.all(Array.from({ length: 5 }, () => look()));
      for (const program of ['Googlebot/2.1', 'WhatsApp/2.23', 'curl/8.0', 'python-requests/2', '', null])
        await look(program);
      await look(PHONE, true);
      world.clock.advance(24 * 60);
      await look();
      const { days, ever, recent } = await statistics();
      expect(days.filter(({ views }) => views > 0)).toEqual([
        { day: '2026-11-23', views: 5 },
        { day: '2026-11-24', views: 1 },
      ]);
      expect(days).toHaveLength(30);
      expect([ever.views, recent.views]).toEqual([6, 6]);
      expect(Object.keys((await world.app.db.select().from(offeringDay))[0] ?? {}).toSorted()).toEqual([
        'day',
        'offeringId',
        'views',
      ]);
    });

    it('never fail, whatever the database says', async () => {
      await expect(
        countView(world.app, 'no id' as never, { userAgent: PHONE, isNone: false }),
      ).resolves.toBeUndefined();
    });
  });

  it('follows an offering from looks to what its tutor earned', async () => {
    await look();
    const paid = await hold(world.app, cast.ada, cast.react, '2026-11-25T09:00:00Z');
    await hold(world.app, cast.bola, cast.react, '2026-11-26T09:00:00Z');
    await hold(world.app, cast.bola, cast.intro, '2026-11-27T09:00:00Z');
    // As if Ada had paid ₦5,000.01 and got back the half: 30 % of what is kept, rounded down, is the platform's.
    await world.app.db.execute(sql`set session_replication_role = replica`);
    await world.app.db
      .update(session)
      .set({
        status: 'COMPLETED',
        paymentStatus: 'PARTIALLY_REFUNDED',
        settledChargeId: sql`gen_random_uuid()`,
        priceMinor: 500_001 as never,
        keptMinor: 250_001 as never,
        moneyState: 'RELEASED',
      })
      .where(eq(session.id, paid.mentorshipSessionId as never));
    await world.app.db.execute(sql`set session_replication_role = origin`);
    const { ever, recent } = await statistics();
    expect(ever).toEqual({ views: 1, checkouts: 2, paid: 1, refunded: 0, completed: 1, earnedMinor: 250_001 - 75_000 });
    expect(recent).toEqual(ever);
    const all = await execute(world.app, getTutorOfferingStatistics, cast.tunde, {});
    expect(all).toEqual({
      ok: true,
      value: {
        [cast.react]: ever,
        [cast.intro]: { views: 0, checkouts: 1, paid: 1, refunded: 0, completed: 0, earnedMinor: 0 },
      },
    });
    world.clock.advance(31 * 24 * 60);
    const later = await statistics();
    expect(later.ever).toEqual(ever);
    expect(later.recent).toEqual({ views: 0, checkouts: 0, paid: 0, refunded: 0, completed: 0, earnedMinor: 0 });
  });

  it('counts what was paid and then refunded in full as paid, and says how much that was', async () => {
    const { mentorshipSessionId: sessionId } = await hold(world.app, cast.ada, cast.react, '2026-11-26T09:00:00Z');
    const [charge] = await chargesFor(world.app.db, sessionId as SessionId);
    if (charge === undefined) throw new Error('no attempt to pay');
    world.paystack.pay(charge.reference, 'success');
    await settleCharge(world.app, charge.reference);
    await applyCharge(world.app, charge.id);
    expect((await statistics()).ever).toMatchObject({ paid: 1, refunded: 0, earnedMinor: 350_000 });
    const input = { sessionId, expectedRefundMinor: 500_000 };
    expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
    expect((await statistics()).ever).toMatchObject({
      checkouts: 1,
      paid: 1,
      refunded: 1,
      completed: 0,
      earnedMinor: 0,
    });
  });

  it('counts looks and bookings of the last thirty days from the same moment on', async () => {
    world.clock.set('2026-11-23T08:00:00Z');
    await look();
    await hold(world.app, cast.ada, cast.react, '2026-11-25T09:00:00Z');
    // The thirtieth day begins at midnight, for both.
    world.clock.set('2026-12-22T20:00:00Z');
    expect((await statistics()).recent).toMatchObject({ views: 1, checkouts: 1 });
    world.clock.set('2026-12-23T00:00:00Z');
    expect((await statistics()).recent).toMatchObject({ views: 0, checkouts: 0 });
  });

  it('shows another’s offering to nobody', async () => {
    for (const [asker, offeringId] of [
      [cast.tunde, 'nothing'],
      [{ ...cast.bola, role: 'TUTOR' as const }, cast.react],
    ] as const) {
      expect(await execute(world.app, getOfferingStatistics, asker, { offeringId })).toMatchObject({
        ok: false,
        reason: 'not_found',
      });
    }
  });
});
