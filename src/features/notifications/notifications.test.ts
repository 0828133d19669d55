import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailDelivery, notification, notificationCounter } from '#infra/db/tables/notifications.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { Mail, MailResult } from '#infra/mail/mailer.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { newId } from '#shared/id.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { notify } from './commands/notify.server.ts';
import { sendMail } from './commands/send-mail.server.ts';
import type { Notice } from './types.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;
  let sessionId: SessionId;
  let sent: Mail[] = [];
  /** What the mail system answers, in turn; then it takes everything. */
  let answers: MailResult[] = [];

  beforeAll(async () => {
    const mailer = {
      send: async (mail: Mail): Promise<MailResult> => {
        sent.push(mail);
        return answers.shift() ?? { ok: true };
      },
      verify: async () => ({ ok: true }) as const,
      close: () => undefined,
    };
    test = await open({ mailer });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    [sent, answers] = [[], []];
    cast = await seedCast(test.app);
    sessionId = await addFreeSession();
  });

  const addFreeSession = async (): Promise<SessionId> => {
    const now = test.clock.now();
    const id = newId<SessionId>(test.app.random, now.epochMilliseconds);
    await test.app.db.insert(session).values({
      id,
      offeringId: cast.intro,
      tutorId: cast.tunde.personId,
      studentId: cast.ada.personId,
      title: 'First hello',
      description: '',
      durationMinutes: 30,
      priceMinor: minor(0),
      currency: 'NGN',
      platformBasisPoints: 3_000,
      refundPolicy: 'standard',
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      bookingMode: 'INSTANT',
      status: 'CANCELLED',
      paymentStatus: 'NOT_REQUIRED',
      startsAt: now,
      endsAt: now.add({ minutes: 30 }),
      createdAt: now,
      updatedAt: now,
    });
    return id;
  };
  const notice = (personId: PersonId, onceKey: string): Notice => ({
    personId,
    onceKey,
    kind: 'session_booked',
    sessionId,
    data: {
      title: 'First hello',
      side: 'student',
      otherName: 'Tunde Adeyemi',
      startsAt: '2026-11-24T09:00:00Z',
      endsAt: '2026-11-24T09:30:00Z',
      timeZone: 'Africa/Lagos',
      otherTimeZone: 'Africa/Lagos',
      priceMinor: 0,
      currency: 'NGN',
    },
  });
  const tell = (...notices: Notice[]) => inTransaction(test.app.db, (tx) => notify(test.app, tx, notices));
  const toldTo = async (personId: PersonId) =>
    (
      await test.app.db
        .select()
        .from(notification)
        .where(eq(notification.personId, personId))
        .orderBy(asc(notification.seq))
    ).map(({ seq, onceKey }) => `${seq} ${onceKey}`);
  const theMail = async () => {
    const [row] = await test.app.db.select().from(mailDelivery);
    if (row === undefined) throw new Error('there is a mail');
    return row;
  };

  describe('telling people', () => {
    it('counts up for each person without gaps, and tells nobody the same twice', async () => {
      const { ada, bola } = { ada: cast.ada.personId, bola: cast.bola.personId };
      await tell(notice(ada, 'a'), notice(bola, 'a'));
      await tell(notice(ada, 'a'), notice(ada, 'b'), notice(ada, 'b'));
      await tell(notice(ada, 'c'));
      expect(await toldTo(ada)).toEqual(['1 a', '2 b', '3 c']);
      expect(await toldTo(bola)).toEqual(['1 a']);
      await test.runJobs();
      expect(sent).toHaveLength(4);
    });

    it('tells nothing, mails nothing and counts nothing of what was rolled back', async () => {
      const undone = inTransaction(test.app.db, async (tx) => {
        await notify(test.app, tx, [notice(cast.ada.personId, 'a')]);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await test.runJobs();
      expect(await toldTo(cast.ada.personId)).toEqual([]);
      expect(await test.app.db.select().from(notificationCounter)).toEqual([]);
      expect(sent).toEqual([]);
    });

    it('keeps count when twenty things happen at once', async () => {
      const keys = Array.from({ length: 20 }, (_, at) => `key ${at}`);
      const both = [cast.ada.personId, cast.bola.personId];
      await Promise.all(keys.map((key) => tell(...both.map((personId) => notice(personId, key)))));
      for (const personId of both) {
        const seqs = (await toldTo(personId)).map((line) => Number(line.split(' ')[0]));
        expect(seqs).toEqual(keys.map((_, at) => at + 1));
      }
    });
  });

  describe('a mail', () => {
    beforeEach(() => tell(notice(cast.ada.personId, 'a')));

    it('goes to its reader once, however often it is asked for', async () => {
      const { notificationId } = await theMail();
      await Promise.all([sendMail(test.app, notificationId), sendMail(test.app, notificationId)]);
      await test.runJobs();
      await sweep(test.app);
      expect(sent).toHaveLength(1);
      expect(sent[0]).toMatchObject({ to: cast.ada.email, subject: 'Booked: First hello with Tunde Adeyemi' });
      expect(await theMail()).toMatchObject({ status: 'SENT', attempts: 1, nextTryAt: null });
    });

    it('that the mail system puts off goes out later, under the same message id', async () => {
      answers = [{ ok: false, retryable: true, message: '451 later' }];
      await test.runJobs();
      expect(await theMail()).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: '451 later' });
      await sweep(test.app);
      expect(sent).toHaveLength(1);
      test.clock.advance(1);
      await sweep(test.app);
      expect(await theMail()).toMatchObject({ status: 'SENT', attempts: 2 });
      expect(sent.map(({ messageId }) => messageId)).toEqual([sent[0]?.messageId, sent[0]?.messageId]);
    });

    it('that is refused for good is not tried again', async () => {
      answers = [{ ok: false, retryable: false, message: '550 no such user' }];
      await test.runJobs();
      test.clock.advance(24 * 60);
      await sweep(test.app);
      expect(sent).toHaveLength(1);
      expect(await theMail()).toMatchObject({ status: 'FAILED', lastError: '550 no such user' });
    });

    it('is given up after twelve tries', async () => {
      answers = Array.from({ length: 50 }, () => ({ ok: false, retryable: true, message: '451 later' }));
      for (let hour = 0; hour < 20; hour += 1) {
        await sweep(test.app);
        test.clock.advance(61);
      }
      expect(sent).toHaveLength(12);
      expect(await theMail()).toMatchObject({ status: 'FAILED', attempts: 12 });
    });

    it('whose worker died on the way is sent by the next one, two minutes later', async () => {
      const dying = { ...test.app, mailer: { ...test.app.mailer, send: () => Promise.reject(new Error('killed')) } };
      const { notificationId } = await theMail();
      await expect(sendMail(dying, notificationId)).rejects.toThrow('killed');
      test.clock.advance(1);
      await sweep(test.app);
      expect(sent).toHaveLength(0);
      test.clock.advance(1);
      await sweep(test.app);
      expect(sent).toHaveLength(1);
    });
  });
});
