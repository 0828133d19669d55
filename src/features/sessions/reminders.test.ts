import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { NotificationData } from '#features/notifications/types.ts';
import { mailDelivery, notification } from '#infra/db/tables/notifications.server.ts';
import type { Mail, MailResult } from '#infra/mail/mailer.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { deliverWebhooks, hold, openWithPaystack, referenceOf, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { cancelMentorshipSession } from './commands/cancel.server.ts';
import { rescheduleMentorshipSession } from './commands/reschedule.server.ts';

const FRIDAY_10 = '2026-11-27T09:00:00Z';
const THURSDAY_15 = '2026-11-26T14:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;
  /** What the mail system takes; while it is away, nothing. */
  let sent: Mail[] = [];
  let isAway = false;

  beforeAll(async () => {
    const mailer = {
      send: async (mail: Mail): Promise<MailResult> => {
        if (isAway) return { ok: false, retryable: true, message: '451 later' };
        sent.push(mail);
        return { ok: true };
      },
      verify: async () => ({ ok: true }) as const,
      close: () => undefined,
    };
    world = await openWithPaystack(open, { mailer });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    isAway = false;
    cast = await seedCast(world.app);
  });

  const book = async (start = FRIDAY_10): Promise<string> => {
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, start);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
    sent = [];
    return mentorshipSessionId;
  };
  const sweepAt = async (iso: string) => {
    world.clock.set(iso);
    await sweep(world.app);
  };
  const remindersOf = async ({ personId }: Actor) => {
    const rows = await world.app.db
      .select()
      .from(notification)
      .where(eq(notification.personId, personId))
      .orderBy(asc(notification.seq));
    return rows
      .filter(({ kind }) => kind === 'session_starting')
      .map(({ data }) => (data as NotificationData).startsInMinutes);
  };
  const reminders = async () => {
    const [ada, tunde] = [await remindersOf(cast.ada), await remindersOf(cast.tunde)];
    expect(tunde).toEqual(ada);
    return ada;
  };

  describe('a paid session', () => {
    it('is announced to both sides 24 hours, 1 hour and 15 minutes before, once each', async () => {
      await book();
      for (const iso of [
        '2026-11-26T08:59:00Z',
        '2026-11-26T09:00:30Z',
        '2026-11-26T09:01:30Z',
        '2026-11-27T07:59:59Z',
        '2026-11-27T08:00:00Z',
        '2026-11-27T08:01:00Z',
        '2026-11-27T08:45:10Z',
        '2026-11-27T08:46:10Z',
        '2026-11-27T09:00:00Z',
        '2026-11-27T09:30:00Z',
      ]) {
        await sweepAt(iso);
        await sweep(world.app);
      }
      expect(await reminders()).toEqual([24 * 60, 60, 15]);
      const adas = sent.filter(({ to }) => to === cast.ada.email).map(({ subject }) => subject);
      expect(adas.slice(0, 3)).toEqual([
        'In 24 hours: React mastery, one to one with Tunde Adeyemi',
        'In 1 hour: React mastery, one to one with Tunde Adeyemi',
        'In 15 minutes: React mastery, one to one with Tunde Adeyemi',
      ]);
      expect(sent.filter(({ to, subject }) => to === cast.tunde.email && subject.startsWith('In '))).toHaveLength(3);
    });

    it('is announced only by what is still true when the clock jumps', async () => {
      await book();
      await sweepAt('2026-11-27T04:00:00Z');
      expect(await reminders()).toEqual([]);
      await sweepAt('2026-11-27T08:10:00Z');
      expect(await reminders()).toEqual([50]);
      await sweepAt('2026-11-27T08:57:00Z');
      expect(await reminders()).toEqual([50, 3]);
    });

    it('is not announced once it has begun', async () => {
      await book();
      await sweepAt(FRIDAY_10);
      expect(await reminders()).toEqual([]);
    });

    it('that was booked half an hour before is announced at the last only', async () => {
      // A free one may be approved so late; here the payment comes late, when the time is still free.
      const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, FRIDAY_10);
      await sweepAt('2026-11-27T08:29:00Z');
      world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
      await deliverWebhooks(world);
      await world.runJobs();
      await sweepAt('2026-11-27T08:30:00Z');
      expect(await reminders()).toEqual([]);
      await sweepAt('2026-11-27T08:45:00Z');
      expect(await reminders()).toEqual([15]);
    });

    it('that nobody has paid is not announced', async () => {
      await hold(world.app, cast.ada, cast.react, '2026-11-23T13:00:00Z');
      await sweepAt('2026-11-23T09:20:00Z');
      expect(await reminders()).toEqual([]);
    });
  });

  describe('a session that changes', () => {
    it('is announced anew at its new time', async () => {
      const sessionId = await book();
      await sweepAt('2026-11-26T09:00:00Z');
      expect(await reminders()).toEqual([24 * 60]);
      const moved = await execute(world.app, rescheduleMentorshipSession, cast.ada, {
        sessionId,
        scheduledAt: '2026-11-30T09:00:00Z',
      });
      expect(moved).toMatchObject({ ok: true });
      await sweepAt('2026-11-27T08:00:00Z');
      await sweepAt('2026-11-29T09:00:00Z');
      await sweepAt('2026-11-30T08:00:00Z');
      await sweepAt('2026-11-30T08:45:00Z');
      expect(await reminders()).toEqual([24 * 60, 24 * 60, 60, 15]);
    });

    it('is announced anew even when it comes back to the time that it had', async () => {
      const sessionId = await book();
      const move = (scheduledAt: string) =>
        execute(world.app, rescheduleMentorshipSession, cast.ada, { sessionId, scheduledAt });
      expect(await move(THURSDAY_15)).toMatchObject({ ok: true });
      await sweepAt('2026-11-25T14:00:00Z');
      expect(await move(FRIDAY_10)).toMatchObject({ ok: true });
      await sweepAt('2026-11-26T09:00:00Z');
      expect(await reminders()).toEqual([24 * 60, 24 * 60]);
    });

    it('is never announced when it is cancelled', async () => {
      const sessionId = await book();
      const input = { sessionId, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      for (const iso of ['2026-11-26T09:00:00Z', '2026-11-27T08:00:00Z', '2026-11-27T08:45:00Z']) await sweepAt(iso);
      expect(await reminders()).toEqual([]);
    });
  });

  describe('while the mail system is away', () => {
    const statuses = async () => {
      const rows = await world.app.db
        .select({ status: mailDelivery.status, kind: notification.kind })
        .from(mailDelivery)
        .innerJoin(notification, eq(notification.id, mailDelivery.notificationId));
      return rows.filter(({ kind }) => kind === 'session_starting').map(({ status }) => status);
    };

    it('a reminder waits, and says when it leaves how long it is then', async () => {
      await book();
      isAway = true;
      await sweepAt('2026-11-27T08:00:00Z');
      isAway = false;
      await sweepAt('2026-11-27T08:12:00Z');
      expect(
        sent
          .map(({ subject }) => subject)
          .toSorted()
          .toReversed(),
      ).toEqual([
        'In 48 minutes: React mastery, one to one with Tunde Adeyemi',
        'In 48 minutes: React mastery, one to one with Ada Obi',
      ]);
    });

    it('a reminder that waited too long is dropped', async () => {
      await book();
      isAway = true;
      await sweepAt('2026-11-26T09:00:00Z');
      isAway = false;
      await sweepAt('2026-11-26T12:00:00Z');
      expect(sent).toEqual([]);
      expect(await statuses()).toEqual(['DROPPED', 'DROPPED']);
    });

    it('a reminder is dropped when the session is cancelled meanwhile', async () => {
      const sessionId = await book();
      isAway = true;
      await sweepAt('2026-11-26T09:00:00Z');
      const input = { sessionId, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      isAway = false;
      await sweepAt('2026-11-26T09:05:00Z');
      expect(await statuses()).toEqual(['DROPPED', 'DROPPED']);
      expect(sent.map(({ subject }) => subject.split(':')[0])).toEqual(['Cancelled', 'Cancelled']);
    });
  });
});
