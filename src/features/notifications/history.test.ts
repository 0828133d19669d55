import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { approveMentorshipRequest } from '#features/sessions/commands/answer-request.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { SessionId } from '#shared/id.ts';
import { checkout } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { markNotificationsRead } from './commands/mark-read.server.ts';
import { notify } from './commands/notify.server.ts';
import { bellOf, notificationOf, notificationsOf } from './queries/history.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;
  let sessionId: SessionId;
  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
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

  const tell = (who: Actor, count: number) =>
    inTransaction(test.app.db, async (tx) => {
      const data = {
        title: 'First hello',
        side: 'tutor',
        otherName: 'Ada Obi',
        startsAt: '2026-11-25T09:00:00Z',
        endsAt: '2026-11-25T09:30:00Z',
        timeZone: 'Africa/Lagos',
        otherTimeZone: 'Africa/Lagos',
        priceMinor: 0,
        currency: 'NGN',
      } as const;
      for (let at = 0; at < count; at += 1) {
        const notice = {
          personId: who.personId,
          onceKey: `more ${at}`,
          kind: 'session_completed',
          sessionId,
          data,
        } as const;
        await notify(test.app, tx, [notice]);
      }
    });
  const read = (who: Actor | null, input: object) => execute(test.app, markNotificationsRead, who, input);

  it('ends what a person wrote before the next sentence begins', async () => {
    const asks = {
      title: 'First hello',
      side: 'student',
      by: 'tutor',
      message: 'Which version of React',
      otherName: 'Tunde Adeyemi',
      startsAt: '2026-11-25T09:00:00Z',
      endsAt: '2026-11-25T09:30:00Z',
      timeZone: 'Africa/Lagos',
      otherTimeZone: 'Africa/Lagos',
      priceMinor: 0,
      currency: 'NGN',
    } as const;
    await inTransaction(test.app.db, (tx) =>
      notify(test.app, tx, [
        { personId: cast.ada.personId, onceKey: 'asks', kind: 'tutor_asks', sessionId, data: asks },
      ]),
    );
    const { notifications } = await notificationsOf(test.app, cast.ada, undefined);
    expect(notifications[0]?.text).toContain('Tunde Adeyemi writes: Which version of React. It is about Wed 25 Nov');
  });

  it('reads newest first, page by page, to the end', async () => {
    await tell(cast.tunde, 6);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await notificationsOf(test.app, cast.tunde, cursor, 3);
      seen.push(...page.notifications.map(({ seq }) => seq));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('begins at the newest with a cursor that we did not write', async () => {
    for (const cursor of ['nonsense', '-1', '1; drop table', '9'.repeat(40)]) {
      expect((await notificationsOf(test.app, cast.tunde, cursor)).notifications, cursor).toHaveLength(1);
    }
  });

  it('leads to the answer while the request waits, and to the session afterwards', async () => {
    const [before] = (await notificationsOf(test.app, cast.tunde)).notifications;
    expect(before).toMatchObject({
      action: { path: '/tutor/mentorship?tab=approvals' },
      answer: { sessionId, version: 1 },
    });
    await execute(test.app, approveMentorshipRequest, cast.tunde, { sessionId });
    const { notifications } = await notificationsOf(test.app, cast.tunde);
    const after = notifications.find(({ kind }) => kind === 'request_submitted');
    expect(after).toMatchObject({ action: { path: `/mentorship/session/${sessionId}` } });
    expect(after).not.toHaveProperty('answer');
  });

  it('is read up to a number or one by one, and twice is once', async () => {
    await tell(cast.tunde, 3);
    expect(await read(cast.tunde, { upToSeq: 2 })).toEqual({ ok: true, value: { read: 2 } });
    expect(await bellOf(test.app, cast.tunde)).toEqual({ lastSeq: 4, unread: 2, unreadSeqs: [4, 3] });
    const [newest] = (await notificationsOf(test.app, cast.tunde)).notifications;
    for (const count of [1, 0]) {
      expect(await read(cast.tunde, { id: newest?.id })).toEqual({ ok: true, value: { read: count } });
    }
    expect(await bellOf(test.app, cast.tunde)).toEqual({ lastSeq: 4, unread: 1, unreadSeqs: [3] });
    expect(await bellOf(test.app, cast.bola)).toEqual({ lastSeq: 0, unread: 0, unreadSeqs: [] });
  });

  it("is nobody else's to see or mark", async () => {
    const [mine] = (await notificationsOf(test.app, cast.tunde)).notifications;
    const id = mine?.id ?? '';
    for (const stranger of [cast.ada, cast.kemi]) {
      expect(await notificationOf(test.app, stranger, id)).toBeNull();
      expect(await read(stranger, { id })).toMatchObject({ ok: false, reason: 'not_found' });
      await read(stranger, { upToSeq: 100 });
    }
    expect((await bellOf(test.app, cast.tunde)).unread).toBe(1);
    expect(await read(null, { id })).toMatchObject({ ok: false, reason: 'signed_out' });
  });

  it('refuses what it cannot mean', async () => {
    const wrong = [
      [{}, 'invalid'],
      [{ upToSeq: 1, id: 'x' }, 'invalid'],
      [{ upToSeq: -1 }, 'invalid'],
      [{ upToSeq: 1.5 }, 'invalid'],
      [{ upToSeq: 'all' }, 'invalid'],
      [{ upToSeq: 1, personId: 'x' }, 'unknown_key'],
      [{ id: "' or 1=1 --" }, 'not_found'],
    ] as const;
    for (const [input, reason] of wrong) expect(await read(cast.tunde, input)).toMatchObject({ ok: false, reason });
  });
});
