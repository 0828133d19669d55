import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { hold, deliverWebhooks, openWithPaystack, referenceOf, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import { notification, notificationSetting } from '#infra/db/tables/notifications.server.ts';
import { signLink } from '#infra/signed-link.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { setNotificationSettings } from './commands/settings.server.ts';
import { unsubscribe, unsubscribePath, unsubscribing } from './commands/unsubscribe.server.ts';
import { channelsFor, notificationSettingsOf } from './queries/settings.server.ts';
import { CHANNELS, EVENT_GROUPS } from './rules/event-groups.ts';
import type { EventGroup } from './rules/event-groups.ts';

const FRIDAY_10 = '2026-11-27T09:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const set = (actor: Actor, changes: unknown) => execute(world.app, setNotificationSettings, actor, { changes });
  const bookPaid = async (): Promise<string> => {
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, FRIDAY_10);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
    return mentorshipSessionId;
  };
  const told = async ({ personId }: Actor, kind: string) => {
    const rows = await world.app.db
      .select()
      .from(notification)
      .where(and(eq(notification.personId, personId), eq(notification.kind, kind)));
    return rows.map(({ showsToast, readAt }) => ({ showsToast, isRead: readAt !== null }));
  };
  const mailsTo = (actor: Actor) => world.mails.filter(({ to }) => to === actor.email);

  describe('settings', () => {
    it('are all on until somebody turns one off, and theirs alone', async () => {
      const all = await notificationSettingsOf(world.app.db, cast.ada.personId);
      expect(all.map(({ group }) => group)).toEqual([...EVENT_GROUPS]);
      expect(all.every(({ mail, toast }) => mail && toast)).toBe(true);
      await set(cast.ada, [{ group: 'reminders', channel: 'mail', enabled: false }]);
      expect(await channelsFor(world.app.db, cast.ada.personId, 'reminders')).toEqual({ mail: false, toast: true });
      expect(await channelsFor(world.app.db, cast.tunde.personId, 'reminders')).toEqual({ mail: true, toast: true });
      const back = await set(cast.ada, [{ group: 'reminders', channel: 'mail', enabled: true }]);
      expect(back).toMatchObject({ ok: true });
      expect(await channelsFor(world.app.db, cast.ada.personId, 'reminders')).toEqual({ mail: true, toast: true });
    });

    it.each(['money', 'changes'] as const)('cannot turn off %s, and say why', async (group) => {
      for (const channel of CHANNELS) {
        expect(await set(cast.ada, [{ group, channel, enabled: false }])).toMatchObject({
          reason: 'invalid',
          fields: { 'changes.0.enabled': expect.stringContaining('Always on') },
        });
      }
      expect(await world.app.db.select().from(notificationSetting)).toEqual([]);
      // Even a row that should not be there turns nothing off.
      await world.app.db
        .insert(notificationSetting)
        .values({ personId: cast.ada.personId, eventGroup: group, channel: 'mail', enabled: false });
      expect(await channelsFor(world.app.db, cast.ada.personId, group)).toEqual({ mail: true, toast: true });
    });

    it.each([
      [[{ group: 'weather', channel: 'mail', enabled: true }], 'invalid'],
      [[{ group: 'reminders', channel: 'fax', enabled: true }], 'invalid'],
      [[{ group: 'reminders', channel: 'mail', enabled: 'no' }], 'invalid'],
      [[{ group: 'reminders', channel: 'mail', enabled: true, personId: 'x' }], 'unknown_key'],
      ['all', 'invalid'],
      [Array.from({ length: 50 }, () => ({ group: 'reminders', channel: 'mail', enabled: true })), 'invalid'],
    ])('refuse %j', async (changes, reason) => {
      expect(await set(cast.ada, changes)).toMatchObject({ ok: false, reason });
    });

    it('of one person saved in two tabs at once end as one of them', async () => {
      const changes = (enabled: boolean) =>
        CHANNELS.map((channel) => ({ group: 'bookings' as const, channel, enabled }));
      const both = await Promise.all([set(cast.ada, changes(true)), set(cast.ada, changes(false).toReversed())]);
      expect(both.every(({ ok }) => ok)).toBe(true);
      const { mail, toast } = await channelsFor(world.app.db, cast.ada.personId, 'bookings');
      expect(mail).toBe(toast);
    });
  });

  describe('telling', () => {
    it('sends no mail and shows no toast of what is off; the history keeps it', async () => {
      await set(cast.ada, [
        { group: 'bookings', channel: 'mail', enabled: false },
        { group: 'bookings', channel: 'toast', enabled: false },
      ]);
      await bookPaid();
      expect(await told(cast.ada, 'session_booked')).toEqual([{ showsToast: false, isRead: false }]);
      expect(mailsTo(cast.ada)).toEqual([]);
      expect(await told(cast.tunde, 'session_booked')).toEqual([{ showsToast: true, isRead: false }]);
      expect(mailsTo(cast.tunde)).toHaveLength(1);
    });

    it('of a cancellation reaches both, whatever they chose; whoever did it gets a receipt', async () => {
      const optional = ['requests', 'bookings', 'reminders', 'meeting', 'completed'] satisfies EventGroup[];
      for (const who of [cast.ada, cast.tunde]) {
        await set(
          who,
          optional.map((group) => ({ group, channel: 'mail', enabled: false })),
        );
      }
      const sessionId = await bookPaid();
      const input = { sessionId, expectedRefundMinor: 500_000, reason: 'I am ill.' };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      await world.runJobs();
      const [toTunde] = mailsTo(cast.tunde);
      expect(toTunde?.text).toContain('Ada Obi has cancelled it.');
      expect(toTunde?.text).toContain('there is no share for you');
      const [toAda] = mailsTo(cast.ada);
      expect(toAda?.text).toContain('You have cancelled it.');
      expect(toAda?.text).toContain('All of ₦5,000 goes back to where you paid from.');
      expect(await told(cast.ada, 'session_cancelled')).toEqual([{ showsToast: false, isRead: true }]);
      expect(await told(cast.tunde, 'session_cancelled')).toEqual([{ showsToast: true, isRead: false }]);
    });
  });

  describe('a mail', () => {
    it('that can be turned off says how, to its reader and to their mail program; others say why not', async () => {
      const sessionId = await bookPaid();
      const [booked] = mailsTo(cast.ada);
      const stop = /https?:\S+\/mail\/unsubscribe\/\S+/.exec(booked?.text ?? '')?.[0];
      expect(booked?.unsubscribeUrl).toBe(stop);
      expect(booked?.html).toContain(stop);
      expect(booked?.text).toContain('/settings/notifications');
      await execute(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      const cancelled = mailsTo(cast.ada).at(-1);
      expect(cancelled?.unsubscribeUrl).toBeUndefined();
      expect(cancelled?.text).toContain('Mails about cancelled and moved sessions are always on.');
    });

    it('of a booked, a moved and a cancelled session carries one event, changed each time', async () => {
      const sessionId = await bookPaid();
      const moved = { sessionId, scheduledAt: '2026-11-30T10:00:00Z' };
      expect(await execute(world.app, rescheduleMentorshipSession, cast.ada, moved)).toMatchObject({ ok: true });
      const cancelled = { sessionId, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, cancelled)).toMatchObject({ ok: true });
      await world.runJobs();
      for (const [who, name] of [
        [cast.ada, 'Tunde Adeyemi'],
        [cast.tunde, 'Ada Obi'],
      ] as const) {
        const events = mailsTo(who).flatMap(({ icalEvent }) => (icalEvent ? [icalEvent] : []));
        expect(events.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
        const read = events.map(({ content }) => readEvent(content));
        expect(read.map(({ METHOD }) => METHOD)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
        expect(read.map(({ SEQUENCE }) => SEQUENCE)).toEqual(['0', '1', '2']);
        expect(read.map(({ DTSTART }) => DTSTART)).toEqual([
          '20261127T090000Z',
          '20261130T100000Z',
          '20261130T100000Z',
        ]);
        expect(new Set(read.map(({ UID }) => UID))).toEqual(new Set([`${sessionId}@mentorship`]));
        expect(read.map(({ STATUS }) => STATUS)).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED']);
        for (const event of read) {
          expect(event['ATTENDEE']).toBe(`mailto:${who.email}`);
          expect(event['ORGANIZER']).toBe('mailto:no-reply@localhost');
          expect(event['SUMMARY']).toBe(`React mastery\\, one to one with ${name}`);
        }
      }
    });

    it('about a session that was never sure carries none', async () => {
      await hold(world.app, cast.ada, cast.react, FRIDAY_10);
      world.clock.advance(36);
      await sweep(world.app);
      expect(mailsTo(cast.ada).map(({ icalEvent }) => icalEvent)).toEqual([undefined]);
    });
  });

  describe('stopping mails by a link', () => {
    const token = (actor: Actor, group: EventGroup) =>
      unsubscribePath(world.app, actor.personId, group).split('/').at(-1) ?? '';
    const sign = (text: string) => signLink(world.app.config.authSecret, text);

    it('stops those of its group and person, and no others, however often', async () => {
      const link = token(cast.ada, 'reminders');
      expect(await unsubscribing(world.app, link)).toMatchObject({ ok: true, value: { isOn: true } });
      expect(await world.app.db.select().from(notificationSetting)).toEqual([]);
      for (let times = 0; times < 2; times += 1) {
        expect(await unsubscribe(world.app, link)).toMatchObject({ ok: true, value: { isOn: false } });
      }
      const off = (await notificationSettingsOf(world.app.db, cast.ada.personId)).filter(({ mail }) => !mail);
      expect(off).toEqual([{ group: 'reminders', mail: false, toast: true, canTurnOff: true }]);
      const others = await notificationSettingsOf(world.app.db, cast.tunde.personId);
      expect(others.every(({ mail }) => mail)).toBe(true);
    });

    it('knows only links of its own', async () => {
      const link = token(cast.ada, 'reminders');
      const wrong = [
        '',
        'nonsense',
        `${link}x`,
        link.replace('reminders', 'bookings'),
        link.replace(cast.ada.personId, cast.tunde.personId),
        sign(cast.ada.personId),
        sign(`unsubscribe~money~${cast.ada.personId}`),
        sign(`unsubscribe~weather~${cast.ada.personId}`),
        sign(`unsubscribe~reminders~${cast.ada.personId}~x`),
        sign('unsubscribe~reminders~00000000-0000-4000-8000-000000000000'),
      ];
      for (const one of wrong) {
        expect([one, await unsubscribe(world.app, one)]).toMatchObject([one, { ok: false, reason: 'not_found' }]);
      }
      expect(await world.app.db.select().from(notificationSetting)).toEqual([]);
    });
  });
});

/** The values of one event, lines unfolded, parameters left out. */
function readEvent(content: string): Record<string, string> {
  const lines = content.replaceAll('\r\n ', '').split('\r\n');
  const outsideQuotes = /^([A-Z]+)(?:;(?:[^":]|"[^"]*")*)?:(.*)$/;
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = outsideQuotes.exec(line) ?? [];
      return name === undefined || value === undefined || name === 'BEGIN' || name === 'END' ? [] : [[name, value]];
    }),
  );
}
