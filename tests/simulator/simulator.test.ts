import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import { ledgerAccount } from '#infra/db/tables/ledger.server.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { minor } from '#shared/money.ts';
import { findBrokenBasics, findBrokenNow } from './invariants/all.ts';
import { findMissedReminders, remindersDue } from './invariants/reminders.ts';
import { openStage, type Stage } from './open.ts';
import { sweepOnce } from './operations/work.ts';
import { shrink } from './shrink.ts';
import { planStory, tellStory, type Failure, type Step } from './story.ts';
import { openWorld } from './world.ts';

const serverUrl = process.env['TEST_DATABASE_URL'];
const SEED = 20_261_123;

for (const engine of ['pglite', 'postgresql'] as const) {
  const isMissing = engine === 'postgresql' && serverUrl === undefined;
  describe.skipIf(isMissing)(`stories on ${engine}${isMissing ? ' (set TEST_DATABASE_URL)' : ''}`, () => {
    let stage: Stage;
    beforeAll(async () => void (stage = await openStage(engine, serverUrl)));
    afterAll(() => stage.close());

    it('are the same again for the same seed', async () => {
      const steps = planStory(SEED, 60);
      const first = await tellStory(stage, SEED, steps);
      const second = await tellStory(stage, SEED, steps);
      expect(second.notes).toEqual(first.notes);
      expect(first.notes.length).toBeGreaterThan(60);
    });

    it('notice money that appears from nowhere', async () => {
      const world = await openWorld(stage, 1);
      expect([...(await findBrokenBasics(world)), ...(await findBrokenNow(world))]).toEqual([]);
      const values = { kind: 'bank', currency: 'NGN', balanceMinor: minor(1), guard: 0 };
      await world.app.db.insert(ledgerAccount).values({ id: 'bank:NGN', ...values });
      expect(await findBrokenBasics(world)).toEqual(['unbalanced: 1']);
      expect(await findBrokenNow(world)).not.toEqual([]);
    });

    it('notice a reminder that was due to somebody and did not come', async () => {
      const world = await openWorld(stage, 1);
      world.isCalm = true;
      const [student, free] = [world.cast.students[0], world.cast.offerings.find(({ title }) => title === 'Hello')];
      if (student === undefined || free === undefined) throw new Error('the cast has a student and a free offering');
      const input = { offeringId: free.id, scheduledAt: '2026-11-25T09:00:00Z', bookingMode: 'INSTANT' };
      expect(await execute(world.app, beginMentorshipCheckout, student, input)).toMatchObject({ ok: true });
      expect(await remindersDue(world)).toEqual([]);
      world.clock.advance(24 * 60 + 1);
      const due = await remindersDue(world);
      expect(due).toMatchObject([{ beforeMinutes: 24 * 60, people: [student.personId, free.tutor.personId] }]);
      await sweepOnce(world);
      expect(world.missed).toEqual([]);
      await world.app.db.execute(sql`delete from mail_delivery`);
      await world.app.db.delete(notification).where(eq(notification.personId, free.tutor.personId));
      expect(await findMissedReminders(world, due)).toMatchObject([expect.stringContaining(free.tutor.personId)]);
      world.missed.push(...(await findMissedReminders(world, due)));
      expect(await findBrokenNow(world)).toEqual(expect.arrayContaining(world.missed));
      world.clock.advance(2 * 60);
      expect(await findMissedReminders(world, due)).toEqual([]);
    });
  });
}

describe('a story that breaks', () => {
  const breaks = (needed: string[]) => async (steps: readonly Step[]) => {
    const at = steps.findLastIndex(({ operation }) => operation === needed.at(-1));
    const isBroken = needed.every((name) => steps.some(({ operation }) => operation === name));
    return isBroken ? ({ broken: ['too bad'], at: at + 1, notes: [] } satisfies Failure) : null;
  };

  it('is told again with only the steps that it needs', async () => {
    const steps = Array.from('abcdefghijklmnop', (operation, seed) => ({ operation, seed }));
    const failure = await breaks(['c', 'k'])(steps);
    if (failure === null) throw new Error('it breaks');
    const least = await shrink(steps, failure, breaks(['c', 'k']), 5_000);
    expect(least.steps.map(({ operation }) => operation)).toEqual(['c', 'k']);
  });
});
