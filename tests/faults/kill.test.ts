import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '#infra/db/client.server.ts';
import type { FaultPoint } from '#infra/fault.server.ts';
import { createLog } from '#infra/log.server.ts';
import { instant } from '#shared/time.ts';
import { createCaller, postJson, signInAs, type Answer, type Caller } from '../e2e/caller.ts';
import { startStandIns, type StandIns } from '../fakes/start.ts';
import { findBroken } from '../simulator/invariants/all.ts';
import { openTestApp, type TestApp } from '../support/database.ts';
import { seedWorld } from '../world/seed.ts';
import { freePort, startVictim, type Victim, type VictimSettings } from './victim.ts';

const isBuilt = existsSync(fileURLToPath(new URL('../../build/handler.js', import.meta.url)));

/** The server is killed at each named place of the money's way and started again: nothing is lost, nothing happens twice. */
describe.skipIf(!process.env['TEST_DATABASE_URL'] || !isBuilt)('kill -9 of the running server', () => {
  let seeded: TestApp;
  let standIns: StandIns;
  let settings: VictimSettings;
  let victim: Victim | null = null;
  let database: OpenDatabase;
  let ada: Caller;
  let tunde: Caller;

  beforeAll(async () => {
    seeded = await openTestApp({ engine: 'postgresql', now: instant(Date.now()).toString() });
    await seedWorld(seeded.app);
    const port = await freePort();
    standIns = await startStandIns({
      secretKey: 'sk_test_local_stand_in',
      webhookUrl: `http://127.0.0.1:${port}/api/webhooks/paystack`,
    });
    if (seeded.app.database.engine !== 'postgresql') throw new Error('this test needs PostgreSQL');
    const databaseUrl = seeded.app.database.url;
    settings = { databaseUrl, paystackUrl: standIns.paystack.url, smtpUrl: standIns.smtp.url, port };
    database = await openDatabase({ databaseUrl, dataDir: '', log: createLog('silent') });
  });
  afterEach(async () => {
    await victim?.stop();
    victim = null;
    expect(await findBroken(database.db, await now())).toEqual([]);
  });
  afterAll(async () => {
    await database?.close();
    await standIns?.close();
    await seeded?.close();
  });

  const now = async () => {
    const { rows } = await database.db.execute<{ offset: number }>(
      `select clock_offset_ms::int8 as offset from installation`,
    );
    return instant(Date.now() + Number(rows[0]?.offset ?? 0));
  };

  const start = async (faultPoint?: FaultPoint) => {
    victim = await startVictim(settings, faultPoint);
    [ada, tunde] = [await signInAs(victim.url, 'student@demo.test'), await signInAs(victim.url, 'tutor@demo.test')];
    return victim;
  };

  /** Runs something at which the server dies; whoever asked gets no answer. */
  const dies = async (work: () => Promise<unknown>) => {
    const doomed = victim;
    if (doomed === null) throw new Error('nothing runs');
    await work().catch(() => undefined); // the line is cut in mid-answer: that is the point
    expect(await doomed.died).toBe('SIGKILL');
    victim = null;
  };

  const advance = async (minutes: number) => {
    const answer = await postJson(`${victim?.url}/demo/clock`, { advanceMinutes: minutes });
    if (answer.status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(answer.body)}`);
  };

  const data = <T>({ status, body }: Answer): T => {
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return (body as { data: T }).data;
  };

  type Offering = { id: string; nextSlot: string; bookingModes: string[]; price: number };
  const offering = async (mode: string): Promise<Offering> => {
    const { body } = await createCaller(victim?.url ?? '', null).get('/api/mentorship/offerings?limit=50');
    const found = (body as { offerings: (Offering & { tutor: { name: string } })[] }).offerings.find(
      (one) => one.tutor.name === 'Tunde Adeyemi' && one.price > 0 && one.bookingModes.includes(mode),
    );
    if (found === undefined) throw new Error('Tunde offers nothing');
    return found;
  };

  const slot = async (id: string): Promise<string> => {
    const today = (await now()).toString().slice(0, 10);
    const later = instant((await now()).epochMilliseconds + 20 * 86_400_000)
      .toString()
      .slice(0, 10);
    const { body } = await createCaller(victim?.url ?? '', null).get(
      `/api/mentorship/offerings/${id}/slots?from=${today}&to=${later}&tz=Africa/Lagos`,
    );
    const { slots } = body as { slots: string[] };
    const found = slots.find((start) => Date.parse(start) > Date.now() + 7 * 86_400_000);
    if (found === undefined) throw new Error('no slot is open');
    return found;
  };

  const wish = async (bookingMode: string) => {
    const { id } = await offering(bookingMode);
    return { offeringId: id, scheduledAt: await slot(id), bookingMode };
  };

  type Held = { mentorshipSessionId: string; authorizationUrl: string };
  const hold = async () => data<Held>(await ada.act('beginMentorshipCheckout', await wish('INSTANT')));
  const referenceOf = (authorizationUrl: string) => {
    const code = authorizationUrl.split('/').at(-1);
    const found = standIns.paystack.transactions().find(({ accessCode }) => accessCode === code);
    if (found === undefined) throw new Error('the stand-in knows no such page');
    return found.reference;
  };
  const payAt = async (authorizationUrl: string) => standIns.paystack.pay(referenceOf(authorizationUrl), 'success');

  const session = async (id: string) => {
    const { body } = await ada.get(`/api/mentorship/session/${id}`);
    return (body as { session: { status: string; paymentStatus: string; scheduledAt: string } }).session;
  };

  const paid = async () => {
    const held = await hold();
    await payAt(held.authorizationUrl);
    await expect
      .poll(() => session(held.mentorshipSessionId), { timeout: 20_000 })
      .toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
    return held;
  };

  it.each(['hold.committed', 'page.opened'] as const)(
    'keeps the hold when it dies at %s, and pays it afterwards',
    async (point) => {
      await start(point);
      const wanted = await wish('INSTANT');
      await dies(() => ada.act('beginMentorshipCheckout', wanted));
      await start();
      await advance(1);
      const held = data<Held>(await ada.act('beginMentorshipCheckout', wanted));
      await payAt(held.authorizationUrl);
      await expect
        .poll(() => session(held.mentorshipSessionId), { timeout: 20_000 })
        .toMatchObject({ paymentStatus: 'PAID' });
    },
  );

  it.each(['charge.verified', 'charge.settled', 'charge.applied'] as const)(
    'books a payment once when it dies at %s',
    async (point) => {
      await start(point);
      const held = await hold();
      await dies(async () => {
        await payAt(held.authorizationUrl);
        await victim?.died;
      });
      await start();
      await advance(3);
      await expect
        .poll(() => session(held.mentorshipSessionId), { timeout: 20_000 })
        .toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID' });
    },
  );

  it('keeps an approval when it dies at request.approved', async () => {
    await start('request.approved');
    const { mentorshipSessionId: sessionId } = data<Held>(
      await ada.act('beginMentorshipCheckout', await wish('REQUEST')),
    );
    await dies(() => tunde.act('approveMentorshipRequest', { sessionId }));
    await start();
    expect((await tunde.act('approveMentorshipRequest', { sessionId })).status).toBe(409);
    expect(await session(sessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PENDING' });
    const page = data<{ authorizationUrl: string }>(await ada.act('proceedWithApprovedBookingPayment', { sessionId }));
    await payAt(page.authorizationUrl);
    await expect.poll(() => session(sessionId), { timeout: 20_000 }).toMatchObject({ paymentStatus: 'PAID' });
  });

  it.each(['refund.recorded', 'refund.counted', 'refund.sent'] as const)(
    'refunds once when it dies at %s',
    async (point) => {
      await start(point);
      const { mentorshipSessionId: sessionId, authorizationUrl } = await paid();
      const { refundMinor } = data<{ refundMinor: number }>(
        await ada.act('previewMentorshipCancellation', { sessionId }),
      );
      await dies(async () => {
        await ada.act('cancelMentorshipSession', { sessionId, expectedRefundMinor: refundMinor });
        await victim?.died;
      });
      await start();
      await advance(3);
      await advance(3);
      await expect
        .poll(() => session(sessionId), { timeout: 20_000 })
        .toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
      const { id } = standIns.paystack.transaction(referenceOf(authorizationUrl));
      expect(standIns.paystack.refunds().filter(({ transactionId }) => transactionId === id)).toHaveLength(1);
    },
  );

  it('keeps a moved session at one time when it dies at session.moved', async () => {
    await start('session.moved');
    const { mentorshipSessionId: sessionId } = await paid();
    const { id } = await offering('INSTANT');
    const scheduledAt = await slot(id);
    await dies(() => ada.act('rescheduleMentorshipSession', { sessionId, scheduledAt }));
    await start();
    expect(await session(sessionId)).toMatchObject({ status: 'SCHEDULED', paymentStatus: 'PAID', scheduledAt });
  });
});
