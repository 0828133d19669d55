import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { zoomHostDay } from '#infra/db/tables/meetings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { execute } from '#features/accounts/command.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import type { SessionId } from '#shared/id.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { bookPaid, HOSTS, openWithZoom, sessionRow, zoomRow, type ZoomWorld } from '#tests/support/zoom.ts';
import { giveLostMeetings, giveMeeting } from './commands/give-meeting.server.ts';

forEachEngine((_engine, open) => {
  let world: ZoomWorld;
  let cast: Cast;
  beforeAll(async () => void (world = await openWithZoom(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    for (const { id } of world.zoom.meetings()) world.zoom.deleteByHand(id);
    world.zoom.turn({ faults: [], hosts: null, dailyLimit: 1_000_000, missingScopes: [], latencyMs: 0 });
    cast = await seedCast(world.app);
  });

  const urlOf = async (id: SessionId) => (await sessionRow(world, id)).meetingUrl;
  const lookAgain = async (minutes = 3) => {
    world.clock.advance(minutes);
    await giveLostMeetings(world.app);
  };
  const toldOf = async (kind: string) => {
    const rows = await world.app.db.select().from(notification).where(eq(notification.kind, kind));
    return rows.map(({ personId }) => (personId === cast.tunde.personId ? 'tutor' : 'student')).toSorted();
  };
  const pasteLink = (id: SessionId) =>
    world.app.db
      .update(session)
      .set({ meetingUrl: 'https://meet.example.com/pasted', meetingProvider: 'link' })
      .where(eq(session.id, id));
  const reschedule = async (id: SessionId, scheduledAt = '2026-11-26T09:00:00Z') => {
    const moved = await execute(world.app, rescheduleMentorshipSession, cast.ada, { sessionId: id, scheduledAt });
    expect(moved).toMatchObject({ ok: true });
  };
  const cancel = async (id: SessionId) => {
    const input = { sessionId: id, expectedRefundMinor: 500_000 };
    expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
  };

  describe('a paid session', () => {
    it('gets a meeting at Zoom, and its people the address', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      const [made] = world.zoom.meetings();
      expect(world.zoom.meetings()).toHaveLength(1);
      expect(made).toMatchObject({
        topic: 'React mastery, one to one',
        startTime: '2026-11-25T09:00:00Z',
        duration: 60,
      });
      expect(made?.agenda).toContain(id);
      expect(await sessionRow(world, id)).toMatchObject({
        meetingProvider: 'zoom',
        meetingUrl: `${world.zoom.url}/j/${made?.id}?pwd=${made?.passcode}`,
      });
      expect(await zoomRow(world, id)).toMatchObject({ state: 'CREATED', externalId: String(made?.id), attempts: 0 });
    });

    it('gets one meeting, however often and by whom it is asked for', async () => {
      const id = await bookPaid(world, cast);
      world.zoom.turn({ latencyMs: 50 });
      await Promise.all([giveMeeting(world.app, id), giveMeeting(world.app, id), giveLostMeetings(world.app)]);
      await world.runJobs();
      await lookAgain();
      expect(world.zoom.meetings()).toHaveLength(1);
    });

    it('stores nothing with which one could be the host', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect(JSON.stringify([await zoomRow(world, id), await sessionRow(world, id)])).not.toMatch(/zak|\/s\//);
    });

    it('is found by the sweep when its job was lost', async () => {
      const id = await bookPaid(world, cast);
      await giveLostMeetings(world.app);
      expect(await urlOf(id)).toContain('/j/');
    });
  });

  describe('while Zoom fails, the session stays valid', () => {
    it('the tutor is told once, at the second failure, and the address comes when Zoom is back', async () => {
      world.zoom.fail({ how: 'status', times: 5 }); // one making, then twice a look whether it was made, read twice each
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect(await toldOf('meeting_link_missing')).toEqual([]);
      await lookAgain();
      await lookAgain();
      expect(await toldOf('meeting_link_missing')).toEqual(['tutor']);
      expect(await sessionRow(world, id)).toMatchObject({
        status: 'SCHEDULED',
        paymentStatus: 'PAID',
        meetingUrl: null,
      });
      expect(await zoomRow(world, id)).toMatchObject({ state: 'WANTED', attempts: 3, lastError: 'Internal error.' });
      await lookAgain(5);
      expect(await urlOf(id)).toContain('/j/');
      expect(await toldOf('meeting_link_missing')).toEqual(['tutor']);
    });

    it.each([
      ['slow', { how: 'hang' }],
      ['limited for a moment', { how: 'too_many', retryAfter: '120' }],
      ['garbled', { how: 'garbled' }],
    ] as const)('%s: tried again, and one meeting made', async (_what, fault) => {
      world.zoom.fail({ on: 'create', ...fault });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect(await urlOf(id)).toBeNull();
      await lookAgain();
      expect(await urlOf(id)).toContain('/j/');
      expect(world.zoom.meetings()).toHaveLength(1);
    });

    it('does not ask before the time that Zoom named', async () => {
      world.zoom.fail({ on: 'create', how: 'too_many', retryAfter: '600' });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await lookAgain(9);
      expect(await urlOf(id)).toBeNull();
      await lookAgain(2);
      expect(await urlOf(id)).toContain('/j/');
    });

    it('a token revoked on the way is replaced', async () => {
      await bookPaid(world, cast);
      await world.runJobs();
      const id = await bookPaid(world, cast, '2026-11-25T11:00:00Z');
      world.zoom.revokeTokens();
      await world.runJobs();
      expect(await urlOf(id)).toContain('/j/');
    });

    it('missing scopes are told at once, and nothing is lost when they are given', async () => {
      world.zoom.turn({ missingScopes: ['meeting:write:meeting:admin'] });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect(await toldOf('meeting_link_missing')).toEqual(['tutor']);
      expect((await zoomRow(world, id)).lastError).toContain('does not contain scopes');
      world.zoom.turn({ missingScopes: [] });
      await lookAgain();
      expect(await urlOf(id)).toContain('/j/');
    });

    it('one sweep asks no longer when nobody answers', async () => {
      for (const hour of [9, 11, 13]) await bookPaid(world, cast, `2026-11-25T${hour < 10 ? '0' : ''}${hour}:00:00Z`);
      world.zoom.fail({ how: 'hang', times: 10 });
      const before = world.zoom.calls().length;
      await giveLostMeetings(world.app);
      expect(
        world.zoom
          .calls()
          .slice(before)
          .filter(({ operation }) => operation === 'create'),
      ).toHaveLength(1);
    });

    it('a link that the tutor gave stays, and no meeting is made', async () => {
      world.zoom.fail({ how: 'status' });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await pasteLink(id);
      await lookAgain();
      expect(await urlOf(id)).toBe('https://meet.example.com/pasted');
      expect(world.zoom.meetings()).toEqual([]);
      expect(await zoomRow(world, id)).toMatchObject({ state: 'REMOVED' });
    });

    it('a link given while the meeting is being made stays, and the meeting is taken away', async () => {
      world.zoom.turn({ latencyMs: 100 });
      const id = await bookPaid(world, cast);
      const making = giveMeeting(world.app, id);
      await expect.poll(() => world.zoom.calls().some(({ operation }) => operation === 'create')).toBe(true);
      await pasteLink(id);
      await making;
      expect(await urlOf(id)).toBe('https://meet.example.com/pasted');
      expect(world.zoom.meetings()).toEqual([]);
    });
  });

  describe('an answer that was lost', () => {
    it.each(['lost_answer', 'dropped', 'done_but_500', 'garbled'] as const)('leaves one meeting (%s)', async (how) => {
      world.zoom.fail({ on: 'create', how });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect(world.zoom.meetings()).toHaveLength(1);
      await lookAgain();
      expect(world.zoom.meetings()).toHaveLength(1);
      const row = await zoomRow(world, id);
      expect(row).toMatchObject({
        state: 'CREATED',
        externalId: String(world.zoom.meetings()[0]?.id),
        outcomeUnknown: false,
      });
      expect(await urlOf(id)).toBe(row.joinUrl);
      expect(row.passcode).toMatch(/^\d{6}$/);
    });

    it('is noticed after a crash between the call and its record', async () => {
      const id = await bookPaid(world, cast);
      const crashing = { ...world.app, zoom: { ...zoomOf(world), create: diesAfter } };
      await expect(giveMeeting(crashing, id)).rejects.toThrow('the power went');
      expect(await zoomRow(world, id)).toMatchObject({ state: 'WANTED', outcomeUnknown: true, attempts: 1 });
      await giveLostMeetings(world.app);
      expect(world.zoom.meetings(), 'the claim is still held').toHaveLength(1);
      await lookAgain();
      expect(world.zoom.meetings()).toHaveLength(1);
      expect(await urlOf(id)).toContain('/j/');
    });

    it('of a session that was cancelled meanwhile leaves no meeting', async () => {
      world.zoom.fail({ on: 'create', how: 'dropped' });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await cancel(id);
      await world.runJobs();
      await lookAgain();
      expect(world.zoom.meetings()).toEqual([]);
      expect(await zoomRow(world, id)).toMatchObject({ state: 'REMOVED' });
    });
  });

  async function diesAfter(...args: Parameters<NonNullable<ZoomWorld['app']['zoom']>['create']>): Promise<never> {
    await zoomOf(world).create(...args);
    throw new Error('the power went');
  }

  describe('a session that moves', () => {
    it('takes its meeting along, and keeps its address', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      const before = await urlOf(id);
      await reschedule(id);
      await world.runJobs();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
      expect(await urlOf(id)).toBe(before);
      expect(await toldOf('meeting_link_changed')).toEqual([]);
    });

    it('while Zoom is down, follows later', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      world.zoom.fail({ on: 'patch', how: 'status' });
      await reschedule(id);
      await world.runJobs();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-25T09:00:00Z' }]);
      await lookAgain();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
      expect(await toldOf('meeting_link_missing')).toEqual([]);
    });

    it('is found by the sweep when its job was lost', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await reschedule(id);
      await giveLostMeetings(world.app);
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
    });

    it('while its meeting is being made, gets it at the new time', async () => {
      world.zoom.turn({ latencyMs: 100 });
      const id = await bookPaid(world, cast);
      const making = giveMeeting(world.app, id);
      await expect.poll(() => world.zoom.calls().some(({ operation }) => operation === 'create')).toBe(true);
      await reschedule(id);
      await making;
      await world.runJobs();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
    });

    it('whose meeting was deleted at Zoom gets another, and both are told of the new address', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      const before = await urlOf(id);
      world.zoom.deleteByHand(world.zoom.meetings()[0]?.id ?? 0);
      await reschedule(id);
      await world.runJobs();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
      expect(await urlOf(id)).not.toBe(before);
      expect(await toldOf('meeting_link_changed')).toEqual(['student', 'tutor']);
    });

    it('and whose new meeting cannot be made shows no address that leads nowhere', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      world.zoom.deleteByHand(world.zoom.meetings()[0]?.id ?? 0);
      world.zoom.fail({ on: 'create', how: 'status' });
      await reschedule(id);
      await world.runJobs();
      expect(await urlOf(id)).toBeNull();
      await lookAgain();
      expect(await urlOf(id)).toContain('/j/');
      expect(await toldOf('meeting_link_changed')).toEqual(['student', 'tutor']);
    });
  });

  describe('a session that is cancelled', () => {
    it('takes its meeting away', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await cancel(id);
      expect(await urlOf(id)).toBeNull();
      await world.runJobs();
      expect(world.zoom.meetings()).toEqual([]);
      expect(await zoomRow(world, id)).toMatchObject({
        state: 'REMOVED',
        externalId: null,
        joinUrl: null,
        passcode: null,
      });
    });

    it('while its meeting is being made, shows no address and leaves no meeting', async () => {
      world.zoom.turn({ latencyMs: 100 });
      const id = await bookPaid(world, cast);
      const making = giveMeeting(world.app, id);
      await expect.poll(() => world.zoom.calls().some(({ operation }) => operation === 'create')).toBe(true);
      await cancel(id);
      await making;
      expect(await urlOf(id)).toBeNull();
      expect(world.zoom.meetings()).toEqual([]);
    });

    it('is found by the sweep when its job was lost, also one whose meeting somebody deleted', async () => {
      const [first, second] = [await bookPaid(world, cast), await bookPaid(world, cast, '2026-11-25T11:00:00Z')];
      await world.runJobs();
      world.zoom.deleteByHand((await zoomRow(world, second)).externalId ?? '');
      await cancel(first);
      await cancel(second);
      await giveLostMeetings(world.app);
      expect(world.zoom.meetings()).toEqual([]);
      expect(await zoomRow(world, second)).toMatchObject({ state: 'REMOVED' });
    });
  });

  describe('the pool of hosts', () => {
    const hostsUsed = () =>
      world.zoom
        .meetings()
        .map(({ host }) => host)
        .toSorted();
    const usedUp = (host: string, used = 100) =>
      world.app.db
        .insert(zoomHostDay)
        .values({ host, day: '2026-11-23', used })
        .onConflictDoUpdate({ target: [zoomHostDay.day, zoomHostDay.host], set: { used } });

    it('is used evenly', async () => {
      for (const hour of ['09', '11', '13', '15']) await bookPaid(world, cast, `2026-11-25T${hour}:00:00Z`);
      await world.runJobs();
      expect(hostsUsed()).toEqual([HOSTS[0], HOSTS[0], HOSTS[1], HOSTS[1]]);
    });

    it('is used evenly in time first: one who holds a meeting then is left out while another does not', async () => {
      await usedUp('two@zoom.test', 50);
      const tutor = await addTutor(world.app, 'Zainab Sani');
      const sql = await addOffering(world.app, tutor, { title: 'SQL help', priceMinor: 500_000 });
      await bookPaid(world, cast);
      await world.runJobs();
      await bookPaid(world, { ...cast, ada: cast.bola, react: sql });
      await world.runJobs();
      expect(world.zoom.meetings().map(({ host, topic }) => `${topic} ${host}`)).toEqual([
        'React mastery, one to one one@zoom.test',
        'SQL help two@zoom.test',
      ]);
    });

    it('never gives out more than a host has, however many ask at once', async () => {
      await usedUp('one@zoom.test', 99);
      await usedUp('two@zoom.test', 99);
      const ids: SessionId[] = [];
      for (const hour of ['09', '11', '13', '15']) ids.push(await bookPaid(world, cast, `2026-11-25T${hour}:00:00Z`));
      await Promise.all(ids.map((id) => giveMeeting(world.app, id)));
      expect(hostsUsed()).toEqual(['one@zoom.test', 'two@zoom.test']);
      expect(await toldOf('meeting_link_missing')).toEqual(['tutor', 'tutor']);
    });

    it('turns to the next host when Zoom says that one is used up, and when it knows no such user', async () => {
      world.zoom.fail({ on: 'create', how: 'too_many_today' });
      await bookPaid(world, cast);
      await world.runJobs();
      expect(hostsUsed()).toEqual(['two@zoom.test']);
      world.clock.advance(24 * 60);
      world.zoom.turn({ hosts: ['two@zoom.test'] });
      await bookPaid(world, cast, '2026-11-26T09:00:00Z');
      await world.runJobs();
      expect(hostsUsed()).toEqual(['two@zoom.test', 'two@zoom.test']);
    });

    it('waits for the next UTC day when all are used up', async () => {
      world.zoom.turn({ dailyLimit: 0 });
      const id = await bookPaid(world, cast);
      await world.runJobs();
      expect((await zoomRow(world, id)).nextTryAt?.toString()).toBe('2026-11-24T00:00:00Z');
      expect(await toldOf('meeting_link_missing')).toEqual(['tutor']);
      world.zoom.turn({ dailyLimit: 1_000_000 });
      await lookAgain(14 * 60);
      expect(world.zoom.meetings()).toEqual([]);
      await lookAgain(61);
      expect(await urlOf(id)).toContain('/j/');
    });

    it('counts changes too: a meeting whose host is used up moves tomorrow', async () => {
      const id = await bookPaid(world, cast);
      await world.runJobs();
      await usedUp((await zoomRow(world, id)).host ?? '');
      await reschedule(id);
      await world.runJobs();
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-25T09:00:00Z' }]);
      await lookAgain(15 * 60 + 1);
      expect(world.zoom.meetings()).toMatchObject([{ startTime: '2026-11-26T09:00:00Z' }]);
    });
  });
});

function zoomOf({ app }: ZoomWorld) {
  if (app.zoom === null) throw new Error('this world has Zoom');
  return app.zoom;
}
