import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { notify } from '#features/notifications/commands/notify.server.ts';
import { markNotificationsRead } from '#features/notifications/commands/mark-read.server.ts';
import type { Notice } from '#features/notifications/types.ts';
import { askMentorshipStudent } from '#features/sessions/commands/ask.server.ts';
import { approveMentorshipRequest } from '#features/sessions/commands/answer-request.server.ts';
import { authSession } from '#infra/db/tables/accounts.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { SessionId } from '#shared/id.ts';
import { checkout } from '../support/booking.ts';
import { addPerson, seedCast, type Cast } from '../support/cast.ts';
import { forEachEngine, type TestApp } from '../support/database.ts';
import {
  connect,
  connected,
  openLiveServer,
  refusal,
  signedIn,
  type LiveServer,
  type Watcher,
} from '../support/live.ts';

const OWN = 'http://localhost:3000';
const SOON = { timeout: 15_000, interval: 10 };
const DROPS = 100;

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;
  let server: LiveServer;
  let opened: Watcher[] = [];
  let sessionId: SessionId;

  beforeAll(async () => {
    test = await open();
    server = await openLiveServer(test.app);
  });
  afterAll(async () => {
    await server.close();
    await test.close();
  });
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
    const asked = await checkout(test.app, cast.ada, {
      offeringId: cast.intro,
      scheduledAt: '2026-11-25T09:00:00Z',
      bookingMode: 'REQUEST',
    });
    if (!asked.ok) throw new Error(asked.message);
    sessionId = asked.value.mentorshipSessionId as SessionId;
  });
  afterEach(() => {
    for (const { socket } of opened) socket.disconnect();
    opened = [];
  });

  const knock = (options: Parameters<typeof connect>[1]) => {
    const watcher = connect(server.url, { origin: OWN, ...options });
    opened.push(watcher);
    return watcher;
  };
  const enter = async (who: Actor, options: Parameters<typeof connect>[1] = {}) =>
    connected(knock({ ...(await signedIn(test.app, who.personId)), ...options }));
  const notice = (who: Actor, onceKey: string): Notice => ({
    personId: who.personId,
    onceKey,
    kind: 'proposal_declined',
    sessionId,
    data: {
      title: 'First <b>hello</b>',
      side: 'tutor',
      otherName: 'Ada Obi',
      startsAt: '2026-11-25T09:00:00Z',
      endsAt: '2026-11-25T09:30:00Z',
      timeZone: 'Africa/Lagos',
      otherTimeZone: 'Africa/Lagos',
      priceMinor: 0,
      currency: 'NGN',
    },
  });
  const tell = (who: Actor, onceKey: string) =>
    inTransaction(test.app.db, (tx) => notify(test.app, tx, [notice(who, onceKey)]));

  describe('a push', () => {
    it('follows the commit, to every tab of that person and to nobody else', async () => {
      const [one, two, other] = [
        await enter(cast.tunde),
        await enter(cast.tunde, { transport: 'polling' }),
        await enter(cast.ada),
      ];
      await tell(cast.tunde, 'a');
      await vi.waitFor(() => expect([one.seqs(), two.seqs()]).toEqual([[2], [2]]), SOON);
      expect(one.items[0]).toMatchObject({
        seq: 2,
        kind: 'proposal_declined',
        readAt: null,
        heading: expect.stringContaining('<b>hello</b>'),
      });
      await tell(cast.ada, 'a');
      await vi.waitFor(() => expect(other.seqs()).toEqual([1]), SOON);
      expect(one.seqs()).toEqual([2]);
    });

    it('is not made of what was rolled back', async () => {
      const tunde = await enter(cast.tunde);
      const undone = inTransaction(test.app.db, async (tx) => {
        await notify(test.app, tx, [notice(cast.tunde, 'a')]);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await tell(cast.tunde, 'b');
      await vi.waitFor(() => expect(tunde.seqs()).toEqual([2]), SOON);
    });

    it('offers a tutor the answer to a request for as long as it waits', async () => {
      const early = await enter(cast.tunde, { lastSeq: 0 });
      await vi.waitFor(
        () => expect(early.items[0]).toMatchObject({ kind: 'request_submitted', answer: { sessionId, version: 1 } }),
        SOON,
      );
      const approved = await execute(test.app, approveMentorshipRequest, cast.tunde, { sessionId });
      expect(approved.ok).toBe(true);
      const late = await enter(cast.tunde, { lastSeq: 0 });
      await vi.waitFor(() => expect(late.items[0]).toMatchObject({ kind: 'request_submitted' }), SOON);
      expect(late.items[0]).not.toHaveProperty('answer');
    });

    it('brings what was missed from the number on that the page saw last, in order, past one page of it', async () => {
      for (let at = 0; at < 60; at += 1) await tell(cast.tunde, `missed ${at}`);
      const tunde = await enter(cast.tunde, { lastSeq: 1 });
      await vi.waitFor(() => expect(tunde.seqs()).toEqual(Array.from({ length: 60 }, (_, at) => at + 2)), SOON);
      tunde.socket.emit('after', 58);
      await vi.waitFor(() => expect(tunde.seqs().slice(60)).toEqual([59, 60, 61]), SOON);
    });

    it('loses and doubles nothing over a hundred dropped connections', async () => {
      const tunde = await enter(cast.tunde);
      for (let drop = 0; drop < DROPS; drop += 1) {
        await vi.waitFor(() => expect(tunde.socket.connected).toBe(true), SOON);
        tunde.socket.io.engine.close();
        await tell(cast.tunde, `during ${drop}`);
      }
      const all = Array.from({ length: DROPS }, (_, at) => at + 2);
      await vi.waitFor(() => expect(tunde.seqs()).toEqual(all), SOON);
    });

    it('goes on from where the list stands when the page saw a number of another life', async () => {
      const tunde = await enter(cast.tunde, { lastSeq: 9_999 });
      await tell(cast.tunde, 'a');
      await vi.waitFor(() => expect(tunde.seqs()).toEqual([2]), SOON);
    });
  });

  it('tells every tab what was read in one', async () => {
    const tabs = [await enter(cast.tunde), await enter(cast.tunde)];
    expect(tabs[1]?.states).toEqual([{ lastSeq: 1, unread: 1, unreadSeqs: [1] }]);
    await execute(test.app, markNotificationsRead, cast.tunde, { upToSeq: 1 });
    for (const tab of tabs)
      await vi.waitFor(() => expect(tab.states.at(-1)).toEqual({ lastSeq: 1, unread: 0, unreadSeqs: [] }), SOON);
  });

  describe('who watches a session', () => {
    it('is told when it, its messages or its offered time change', async () => {
      const watchers = [await enter(cast.ada), await enter(cast.tunde), await enter(cast.kemi)];
      for (const watcher of watchers) expect(await watcher.watch(sessionId)).toBe('1');
      const asked = await execute(test.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which part?' });
      expect(asked.ok).toBe(true);
      for (const watcher of watchers)
        await vi.waitFor(() => expect(watcher.changes).toEqual([`session:${sessionId}`]), SOON);
      await execute(test.app, approveMentorshipRequest, cast.tunde, { sessionId });
      for (const watcher of watchers) await vi.waitFor(() => expect(watcher.changes.length).toBeGreaterThan(1), SOON);
    });

    it('hears no more of it afterwards', async () => {
      const [gone, stays] = [await enter(cast.ada), await enter(cast.tunde)];
      for (const watcher of [gone, stays]) await watcher.watch(sessionId);
      gone.socket.emit('unwatch', `session:${sessionId}`);
      expect(await gone.watch('nothing')).toBeNull(); // answered after the one before
      await execute(test.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which part?' });
      await vi.waitFor(() => expect(stays.changes).toHaveLength(1), SOON);
      expect(gone.changes).toEqual([]);
    });

    it('is one of its people or an admin; a stranger is answered as if there were no such session', async () => {
      const stranger = await enter(cast.bola);
      const otherTutor = await enter(await addPerson(test.app, 'Zainab Sani', 'TUTOR'));
      for (const watcher of [stranger, otherTutor]) {
        expect(await watcher.watch(sessionId)).toBeNull();
        expect(await watcher.watch('019ab000-0000-7000-8000-000000000000')).toBeNull();
      }
      const ada = await enter(cast.ada);
      await ada.watch(sessionId);
      await execute(test.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which part?' });
      await vi.waitFor(() => expect(ada.changes).toHaveLength(1), SOON);
      expect([stranger.changes, otherTutor.changes]).toEqual([[], []]);
    });

    it('can watch nothing else', async () => {
      const ada = await enter(cast.ada);
      for (const topic of [null, 7, { id: 1 }, 'x'.repeat(61), 'person:1', 'session:', "session:' or 1=1 --"]) {
        expect(await ada.socket.emitWithAck('watch', topic), JSON.stringify(topic)).toBeNull();
      }
    });
  });

  describe('the door', () => {
    it('is closed to pages of other sites', async () => {
      const { cookie } = await signedIn(test.app, cast.ada.personId);
      for (const origin of ['https://evil.test', 'null', 'http://localhost:3001']) {
        expect(await refusal(knock({ cookie, origin })), origin).toBe('websocket error');
        expect(await refusal(knock({ cookie, origin, transport: 'polling' })), origin).toBe('xhr poll error');
      }
    });

    it('is closed to who is signed out, has expired, or signed the cookie themselves', async () => {
      const expired = await signedIn(test.app, cast.ada.personId, -1_000);
      expect(await refusal(knock({ cookie: expired.cookie }))).toBe('signed_out');
      expect(await refusal(knock({ cookie: null }))).toBe('websocket error');
      expect(await refusal(knock({ cookie: expired.cookie.slice(0, -8) + 'AAAAAAAA' }))).toBe('websocket error');
    });
  });

  describe('a socket is cut', () => {
    it('at once when its auth session ends, and no other of the same person', async () => {
      const { cookie, authSessionId } = await signedIn(test.app, cast.ada.personId);
      const [here, there] = [await connected(knock({ cookie })), await enter(cast.ada)];
      await test.app.db.delete(authSession).where(eq(authSession.id, authSessionId));
      await vi.waitFor(() => expect(here.socket.connected).toBe(false), SOON);
      expect(here.cuts).toEqual(['signed_out']);
      await tell(cast.ada, 'a');
      await vi.waitFor(() => expect(there.seqs()).toEqual([1]), SOON);
      expect(here.seqs()).toEqual([]);
      expect(await refusal(knock({ cookie }))).toBe('signed_out');
    });

    it('when its auth session expires', async () => {
      const { cookie } = await signedIn(test.app, cast.ada.personId, 4_000);
      const ada = await connected(knock({ cookie }));
      await vi.waitFor(() => expect(ada.cuts).toEqual(['signed_out']), SOON);
    });

    it('for flooding, and is told so', async () => {
      const ada = await enter(cast.ada);
      for (let n = 0; n < 500; n += 1) ada.socket.emit('unwatch', 'session:x');
      await vi.waitFor(() => expect(ada.socket.connected).toBe(false), SOON);
      expect(ada.cuts).toEqual(['flooding']);
    });

    it('for a message larger than any of ours', async () => {
      const ada = await enter(cast.ada);
      const closed = new Promise((resolve) => ada.socket.once('disconnect', resolve));
      ada.socket.io.reconnection(false);
      ada.socket.emit('watch', 'x'.repeat(5_000));
      expect(await closed).toMatch(/transport/);
    });

    it('for a message that we do not know', async () => {
      const ada = await enter(cast.ada);
      ada.socket.emit('notifications', [{ seq: 1 }]);
      await vi.waitFor(() => expect(ada.cuts).toEqual(['unknown_event']), SOON);
    });

    it('the oldest, when one person opens more than twenty', async () => {
      const { cookie } = await signedIn(test.app, cast.ada.personId);
      const first = await connected(knock({ cookie }));
      const others = await Promise.all(Array.from({ length: 20 }, () => connected(knock({ cookie }))));
      await vi.waitFor(() => expect(first.cuts).toEqual(['too_many_sockets']), SOON);
      await tell(cast.ada, 'a');
      for (const other of others) await vi.waitFor(() => expect(other.seqs()).toEqual([1]), SOON);
    });
  });
});
