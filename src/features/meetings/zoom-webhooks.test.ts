import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { person } from '#infra/db/tables/accounts.server.ts';
import { meetingPresence } from '#infra/db/tables/meetings.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { session, sessionEvent } from '#infra/db/tables/sessions.server.ts';
import { lockPersons } from '#infra/db/transact.server.ts';
import { execute } from '#features/accounts/command.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import type { SessionId } from '#shared/id.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { bookPaid, openWithZoom, sessionRow, zoomRow, type ZoomWorld } from '#tests/support/zoom.ts';
import { actOnZoomEvent } from './commands/act-on-zoom-event.server.ts';
import { enterZoomMeeting } from './commands/enter-zoom.server.ts';
import { receiveZoomWebhook } from './commands/receive-zoom-webhook.server.ts';

const MINUTE_MS = 60_000;
/** Five minutes before a session that starts at nine UTC. */
const AT_THE_DOOR = '2026-11-25T08:55:00Z';

forEachEngine((engine, open) => {
  let world: ZoomWorld;
  let cast: Cast;
  let sessionId: SessionId;
  let meetingId: string;

  beforeAll(async () => void (world = await openWithZoom(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
    sessionId = await bookPaid(world, cast);
    await world.runJobs();
    meetingId = (await zoomRow(world, sessionId)).externalId ?? '';
    world.clock.set(AT_THE_DOOR);
  });

  type Signing = { secret?: string; atMs?: number };
  const deliver = async (body: string, signing: Signing = {}, nowMs = Date.now()) => {
    const signed = world.zoom.webhooks.sign(body, { atMs: nowMs, ...signing });
    return receiveZoomWebhook(world.app, new TextEncoder().encode(body), signed, nowMs);
  };
  let stamp = 0;
  const bodyOf = (event: string, participant?: object, id = meetingId) =>
    JSON.stringify({ event, event_ts: (stamp += 1), payload: { object: { id, ...(participant && { participant }) } } });
  const happens = async (event: string, participant?: object) => {
    expect(await deliver(bodyOf(event, participant))).toEqual({ is: 'stored' });
    await world.runJobs();
  };
  const presence = async () => {
    const rows = await world.app.db.select().from(meetingPresence).orderBy(meetingPresence.id);
    return rows.map(({ event, side }) => `${event} ${side ?? '-'}`);
  };
  const stored = () => world.app.db.select().from(webhookEvent).where(eq(webhookEvent.provider, 'zoom'));

  describe('who is believed', () => {
    it('Zoom asks whether we know the secret, and is answered', async () => {
      const body = JSON.stringify({
        event: 'endpoint.url_validation',
        payload: { plainToken: 'q9ibPhGeRZ6ayx5WTrXjRw' },
      });
      const answer = await deliver(body);
      expect(answer).toMatchObject({ is: 'validated', proof: { plainToken: 'q9ibPhGeRZ6ayx5WTrXjRw' } });
      expect(answer.is === 'validated' && answer.proof.encryptedToken).toMatch(/^[0-9a-f]{64}$/);
    });

    it('nobody else is answered with a signature of ours: it could sign an event', async () => {
      const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'v0:1:{}' } });
      expect(await deliver(body, { secret: 'a guess' })).toEqual({ is: 'forged' });
    });

    it.each([
      ['no signature', { signature: null, timestamp: '1' }],
      ['no timestamp', { signature: `v0=${'0'.repeat(64)}`, timestamp: null }],
      ['another scheme', { signature: '0'.repeat(64), timestamp: '1' }],
      ['a timestamp of letters', { signature: `v0=${'0'.repeat(64)}`, timestamp: 'now' }],
    ])('%s is forged', async (_what, headers) => {
      const body = new TextEncoder().encode(bodyOf('meeting.started'));
      expect(await receiveZoomWebhook(world.app, body, headers, Date.now())).toEqual({ is: 'forged' });
    });

    it('an altered body, or another secret, is forged', async () => {
      const signed = world.zoom.webhooks.sign(bodyOf('meeting.ended'));
      const other = new TextEncoder().encode(bodyOf('meeting.started'));
      expect(await receiveZoomWebhook(world.app, other, signed, Date.now())).toEqual({ is: 'forged' });
      expect(await deliver(bodyOf('meeting.started'), { secret: 'a guess' })).toEqual({ is: 'forged' });
      expect(await stored()).toEqual([]);
    });

    it('what was signed more than five minutes ago, or is to come, is stale; by real time, whatever our clock says', async () => {
      const nowMs = Date.now();
      const aged = (minutes: number) => deliver(bodyOf('meeting.ended'), { atMs: nowMs - minutes * MINUTE_MS }, nowMs);
      expect([await aged(5.5), await aged(-5.5)]).toEqual([{ is: 'stale' }, { is: 'stale' }]);
      expect([await aged(4.5), await aged(-4.5)]).toEqual([{ is: 'stored' }, { is: 'stored' }]);
    });

    it('the same event twice is known', async () => {
      const body = bodyOf('meeting.started');
      expect([await deliver(body), await deliver(body)]).toEqual([{ is: 'stored' }, { is: 'known' }]);
      await world.runJobs();
      expect(await presence()).toEqual(['started -']);
    });

    it.each(['no json', '[]', '{"event":7}', '{"event":"endpoint.url_validation"}'])(
      '%s is not readable',
      async (body) => {
        expect(await deliver(body)).toEqual({ is: 'unreadable' });
      },
    );

    it('names nobody who has deleted their account, however late it says who came', async () => {
      await world.app.db.update(person).set({ erasedAt: world.clock.now() }).where(eq(person.id, cast.ada.personId));
      await happens('meeting.participant_joined', { user_name: cast.ada.name, email: cast.ada.email });
      expect((await stored()).map(({ body }) => body)).toEqual(['{}']);
    });

    it('forgets who came to a meeting that was taken away, since nobody finds it who leaves later', async () => {
      world.clock.set('2026-11-25T08:40:00Z');
      await happens('meeting.participant_joined', { user_name: cast.ada.name, email: cast.ada.email });
      expect((await stored())[0]?.body).toContain(cast.ada.name);
      const input = { sessionId, expectedRefundMinor: 0 };
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      await world.runJobs();
      expect((await stored()).map(({ body }) => body)).toEqual(['{}']);
    });

    it('of a meeting that is not ours, and of events we do not know, nothing is kept', async () => {
      expect(await deliver(bodyOf('meeting.started', undefined, '99999999999'))).toEqual({ is: 'not_ours' });
      expect(await deliver(bodyOf('meeting.sharing_started'))).toEqual({ is: 'not_ours' });
      expect(await deliver('{"event":"user.created","payload":{"object":{"id":"abc"}}}')).toEqual({ is: 'not_ours' });
      expect(await stored()).toEqual([]);
    });

    it('without Zoom there is nothing to call', async () => {
      const app = { ...world.app, config: { ...world.app.config, zoom: null } };
      const answer = await receiveZoomWebhook(app, new Uint8Array(), { signature: null, timestamp: null }, Date.now());
      expect(answer).toEqual({ is: 'not_configured' });
    });
  });

  describe('what events do', () => {
    // On PGlite one connection serves all: there is nothing to wait for.
    if (engine === 'postgresql')
      it('wait for the people before they hold anything of the session', async () => {
        expect(await deliver(bodyOf('meeting.started'))).toEqual({ is: 'stored' });
        const [event] = await stored();
        const people = [cast.ada.personId, cast.tunde.personId];
        const acting = await world.app.db.transaction(async (tx) => {
          await lockPersons(tx, people);
          const started = actOnZoomEvent(world.app, event?.id ?? '');
          await vi.waitFor(async () => {
            const { rows } = await world.app.db.execute(
              sql`select 1 from pg_locks where locktype = 'advisory' and not granted`,
            );
            expect(rows).toHaveLength(1);
          });
          // Whoever cancels now must not find the session held by the one who waits for them.
          await tx.execute(sql`select 1 from session where id = ${sessionId} for update nowait`);
          return { started };
        });
        await acting.started;
        expect(await presence()).toEqual(['started -']);
      });

    it('the meeting starts, and the session with it, by the clock', async () => {
      await happens('meeting.started');
      const row = await sessionRow(world, sessionId);
      expect(row).toMatchObject({ status: 'IN_PROGRESS', studentArrivedAt: null, tutorArrivedAt: null });
      expect(row.startedAt?.toString()).toBe(AT_THE_DOOR);
      const events = await world.app.db.select().from(sessionEvent).where(eq(sessionEvent.sessionId, sessionId));
      expect(events.at(-1)).toMatchObject({ event: 'start', actor: 'clock', personId: null });
    });

    it.each([
      ['eleven minutes before', '2026-11-25T08:49:00Z'],
      ['at its end', '2026-11-25T10:00:00Z'],
    ])('a meeting started %s is only noted', async (_when, at) => {
      world.clock.set(at);
      await happens('meeting.started');
      expect(await sessionRow(world, sessionId)).toMatchObject({ status: 'SCHEDULED' });
      expect(await presence()).toEqual(['started -']);
    });

    it('people are known by their e-mail, whatever its letters; both there is a session in progress', async () => {
      await happens('meeting.participant_joined', { email: cast.ada.email.toUpperCase() });
      const row = await sessionRow(world, sessionId);
      expect([row.studentArrivedAt?.toString(), row.tutorArrivedAt, row.status]).toEqual([
        AT_THE_DOOR,
        null,
        'SCHEDULED',
      ]);
      await happens('meeting.participant_joined', { email: cast.tunde.email });
      expect(await sessionRow(world, sessionId)).toMatchObject({ status: 'IN_PROGRESS' });
    });

    it('people are known by the key that our page gave them, and by nobody else’s', async () => {
      const entry = await execute(world.app, enterZoomMeeting, cast.tunde, { sessionId });
      const key = entry.ok ? entry.value.customerKey : '';
      await happens('meeting.participant_joined', { customer_key: key, email: '' });
      await happens('meeting.participant_left', { customer_key: key, email: '' });
      await happens('meeting.participant_joined', { customer_key: 'f'.repeat(32), email: 'eve@example.test' });
      expect(await presence()).toEqual(['joined tutor', 'left tutor', 'joined -']);
    });

    it('strangers, goings and the end are noted, and nobody has arrived by them', async () => {
      await happens('meeting.participant_joined', { email: 'eve@example.test', user_name: 'Ada Obi' });
      await happens('meeting.participant_left', { email: cast.tunde.email });
      await happens('meeting.ended');
      expect(await sessionRow(world, sessionId)).toMatchObject({ studentArrivedAt: null, tutorArrivedAt: null });
      expect(await presence()).toEqual(['joined -', 'left tutor', 'ended -']);
    });

    it('an arrival before the door opens, or after it has closed, is only noted', async () => {
      world.clock.set('2026-11-25T08:49:00Z');
      await happens('meeting.participant_joined', { email: cast.ada.email });
      world.clock.set('2026-11-25T10:15:00Z');
      await happens('meeting.participant_joined', { email: cast.ada.email });
      expect(await sessionRow(world, sessionId)).toMatchObject({ studentArrivedAt: null, status: 'SCHEDULED' });
      expect(await presence()).toEqual(['joined student', 'joined student']);
    });

    it('an event counts for when it came, however late it is worked on', async () => {
      await deliver(bodyOf('meeting.participant_joined', { email: cast.ada.email }));
      world.clock.advance(3 * 60);
      await world.runJobs();
      expect((await sessionRow(world, sessionId)).studentArrivedAt?.toString()).toBe(AT_THE_DOOR);
    });

    it('an event whose job was lost, or gave up, is found by the sweep, and counts for when it came', async () => {
      expect(await deliver(bodyOf('meeting.participant_joined', { email: cast.ada.email }))).toEqual({ is: 'stored' });
      await world.app.db.execute(sql`delete from pgboss.job where name = 'meetings.zoomEvent'`);
      world.clock.advance(1);
      await sweep(world.app);
      expect(await presence()).toEqual([]); // its job may still be under way
      world.clock.advance(2);
      await sweep(world.app);
      await sweep(world.app);
      expect(await presence()).toEqual(['joined student']);
      expect((await sessionRow(world, sessionId)).studentArrivedAt?.toString()).toBe(AT_THE_DOOR);
    });

    it('an event that cannot be acted on keeps none of the others from their turn, and is left alone in the end', async () => {
      await deliver(bodyOf('meeting.ended'));
      await deliver(bodyOf('meeting.participant_joined', { email: cast.ada.email }));
      await world.app.db.execute(sql`delete from pgboss.job where name = 'meetings.zoomEvent'`);
      await world.app.db.execute(sql`alter table meeting_presence add constraint no_end check (event <> 'ended')`);
      try {
        world.clock.advance(3);
        await sweep(world.app);
        expect(await presence()).toEqual(['joined student']);
        world.clock.advance(48 * 60);
      } finally {
        await world.app.db.execute(sql`alter table meeting_presence drop constraint no_end`);
      }
      await sweep(world.app);
      expect(await presence()).toEqual(['joined student']);
    });

    it('a cancelled session stays cancelled', async () => {
      const input = { sessionId, expectedRefundMinor: 0 };
      await deliver(bodyOf('meeting.started'));
      expect(await execute(world.app, cancelMentorshipSession, cast.ada, input)).toMatchObject({ ok: true });
      await world.runJobs();
      expect(await sessionRow(world, sessionId)).toMatchObject({ status: 'CANCELLED' });
    });
  });

  describe('entering on our own page', () => {
    const enter = (who: Cast['ada'], app = world.app) => execute(app, enterZoomMeeting, who, { sessionId });

    it('gives a signature for this meeting, two hours long, and is an arrival', async () => {
      const entry = await enter(cast.ada);
      expect(entry).toMatchObject({ ok: true, value: { meetingNumber: meetingId, userName: 'Ada Obi', zak: null } });
      const [, claims = ''] = entry.ok ? entry.value.signature.split('.') : [];
      const { mn, role, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>;
      expect([String(mn), role]).toEqual([meetingId, 0]);
      expect((exp ?? 0) - (iat ?? 0)).toBe(7200);
      expect((await sessionRow(world, sessionId)).studentArrivedAt).not.toBeNull();
      expect(JSON.stringify(entry)).not.toContain('sdk-secret');
    });

    it('makes a tutor who hosts at Zoom the host, and a participant when Zoom gives no key', async () => {
      const { zoom } = world.app.config;
      if (zoom === null) throw new Error('this world has Zoom');
      const host = (await zoomRow(world, sessionId)).host ?? '';
      const tutor = { ...cast.tunde, email: host.toUpperCase() };
      expect(await enter(tutor)).toMatchObject({ ok: true, value: { zak: `zak-of-${host}` } });
      world.zoom.turn({ missingScopes: ['user:read:token:admin'] });
      expect(await enter(tutor)).toMatchObject({ ok: true, value: { zak: null } });
      world.zoom.turn({ missingScopes: [] });
    });

    it('is refused before the door opens, after it closes, to strangers, and without the SDK', async () => {
      expect(await enter(cast.bola)).toMatchObject({ ok: false, reason: 'not_found' });
      expect(await enter(cast.kemi)).toMatchObject({ ok: false, reason: 'forbidden' });
      world.clock.set('2026-11-25T08:49:00Z');
      expect(await enter(cast.ada)).toMatchObject({ ok: false, reason: 'too_early' });
      world.clock.set('2026-11-25T10:15:00Z');
      expect(await enter(cast.ada)).toMatchObject({ ok: false, reason: 'too_late' });
      const app = { ...world.app, config: { ...world.app.config, zoom: null } };
      expect(await enter(cast.ada, app)).toMatchObject({ ok: false, reason: 'not_found' });
    });

    it('is refused when the session meets elsewhere', async () => {
      const link = { meetingUrl: 'https://meet.example.com/x', meetingProvider: 'link' };
      await world.app.db.update(session).set(link).where(eq(session.id, sessionId));
      expect(await enter(cast.ada)).toMatchObject({ ok: false, reason: 'wrong_state' });
    });
  });
});
