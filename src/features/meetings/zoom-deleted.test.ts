import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import type { SessionId } from '#shared/id.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { bookPaid, openWithZoom, sessionRow, zoomRow, type ZoomWorld } from '#tests/support/zoom.ts';
import { actOnZoomEvent } from './commands/act-on-zoom-event.server.ts';
import { receiveZoomWebhook } from './commands/receive-zoom-webhook.server.ts';

forEachEngine((_engine, open) => {
  let world: ZoomWorld;
  let cast: Cast;
  let sessionId: SessionId;
  let meetingId: string;
  let url: string | null;

  beforeAll(async () => void (world = await openWithZoom(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    for (const { id } of world.zoom.meetings()) world.zoom.deleteByHand(id);
    world.zoom.turn({ faults: [] });
    cast = await seedCast(world.app);
    sessionId = await bookPaid(world, cast);
    await world.runJobs();
    meetingId = (await zoomRow(world, sessionId)).externalId ?? '';
    url = (await sessionRow(world, sessionId)).meetingUrl;
  });

  /** Hands over what Zoom last said of a deletion. */
  const zoomSays = async () => {
    const said = world.zoom.deliveries().findLast(({ event }) => event === 'meeting.deleted');
    const signed = world.zoom.webhooks.sign(said?.body ?? '');
    return receiveZoomWebhook(world.app, new TextEncoder().encode(said?.body), signed, Date.now());
  };
  const told = async () => {
    const rows = await world.app.db.select().from(notification).where(eq(notification.kind, 'meeting_link_changed'));
    return rows.map(({ personId }) => (personId === cast.tunde.personId ? 'tutor' : 'student')).toSorted();
  };
  const expectReplaced = async () => {
    const row = await zoomRow(world, sessionId);
    expect(row).toMatchObject({ state: 'CREATED', nextTryAt: null });
    expect(row.externalId).not.toBe(meetingId);
    expect(world.zoom.meetings().map(({ id }) => String(id))).toEqual([row.externalId]);
    expect((await sessionRow(world, sessionId)).meetingUrl).toBe(row.joinUrl);
    expect(row.joinUrl).not.toBe(url);
    expect(await told()).toEqual(['student', 'tutor']);
  };
  const asked = () => world.zoom.calls().filter(({ operation }) => operation === 'get').length;

  describe('a meeting that somebody deleted at Zoom', () => {
    it('is made anew as soon as Zoom says so, and both are told of the new address', async () => {
      world.zoom.deleteByHand(meetingId);
      expect(await zoomSays()).toEqual({ is: 'stored' });
      await world.runJobs();
      await expectReplaced();
      expect(await zoomSays()).toEqual({ is: 'not_ours' });
    });

    it('is made anew once, when two work on the event at once', async () => {
      world.zoom.deleteByHand(meetingId);
      await zoomSays();
      const [event] = await world.app.db.select().from(webhookEvent).where(eq(webhookEvent.provider, 'zoom'));
      await Promise.all([actOnZoomEvent(world.app, event?.id ?? ''), actOnZoomEvent(world.app, event?.id ?? '')]);
      world.clock.advance(5);
      await sweep(world.app);
      await expectReplaced();
    });

    it('is believed when Zoom itself says that it is gone, and looked for again when it cannot be asked', async () => {
      const body = JSON.stringify({ event: 'meeting.deleted', payload: { object: { id: Number(meetingId) } } });
      const signed = world.zoom.webhooks.sign(body);
      await receiveZoomWebhook(world.app, new TextEncoder().encode(body), signed, Date.now());
      await world.runJobs();
      expect((await sessionRow(world, sessionId)).meetingUrl).toBe(url);
      world.zoom.deleteByHand(meetingId);
      for (let n = 0; n < 5; n += 1) world.zoom.fail({ on: 'get', how: 'status' });
      await zoomSays();
      await expect(world.runJobs()).rejects.toThrow('Zoom could not be asked');
      expect((await sessionRow(world, sessionId)).meetingUrl).toBe(url);
      world.zoom.turn({ faults: [] });
      world.clock.advance(3);
      await sweep(world.app);
      await expectReplaced();
    });

    it('by ourselves, since the session is cancelled, is not asked for and not made again', async () => {
      const input = { sessionId, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      const before = asked();
      world.zoom.deleteByHand(meetingId); // its event comes before our own job has taken the meeting away
      await zoomSays();
      await world.runJobs();
      expect(asked()).toBe(before);
      expect(world.zoom.meetings()).toEqual([]);
      expect(await told()).toEqual([]);
    });

    it('is missed half an hour before the start, though no event told of it', async () => {
      world.zoom.deleteByHand(meetingId);
      world.clock.set('2026-11-25T08:29:00Z');
      await sweep(world.app);
      expect((await sessionRow(world, sessionId)).meetingUrl).toBe(url);
      world.clock.set('2026-11-25T08:30:00Z');
      await sweep(world.app);
      await expectReplaced();
    });
  });

  it('a meeting that is there is looked for once before its start', async () => {
    world.clock.set('2026-11-25T08:35:00Z');
    const before = asked();
    world.zoom.fail({ on: 'get', how: 'status' });
    for (let minute = 0; minute < 4; minute += 1) {
      await sweep(world.app);
      world.clock.advance(1);
    }
    expect(asked()).toBeGreaterThan(before);
    const afterwards = asked();
    await sweep(world.app);
    expect(asked()).toBe(afterwards);
    expect((await sessionRow(world, sessionId)).meetingUrl).toBe(url);
  });
});
