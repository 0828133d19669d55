import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { execute, type Command } from '#features/accounts/command.server.ts';
import { requestPasswordReset } from '#features/accounts/commands/password.server.ts';
import { updateProfile } from '#features/accounts/commands/profile.server.ts';
import { signIn, signUp } from '#features/accounts/commands.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import { may, type Actor, type May } from '#features/accounts/gates.server.ts';
import { actorById, getActor } from '#features/accounts/queries.server.ts';
import { liveVisitorOf } from '#features/accounts/queries/live-visitor.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { saveMeetingLink } from '#features/availability/commands/meeting-link.server.ts';
import { createMentorshipOffering } from '#features/offerings/commands/manage.server.ts';
import { offeringById } from '#features/offerings/queries/find.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import { cancelMentorshipSession } from '#features/sessions/commands/cancel.server.ts';
import { writeSessionMessage } from '#features/sessions/commands/write.server.ts';
import { askMentorshipStudent } from '#features/sessions/commands/ask.server.ts';
import { disputeMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { joinMentorshipSession } from '#features/sessions/commands/join.server.ts';
import { updateTutorMentorshipSessionStatus } from '#features/sessions/commands/update-status.server.ts';
import { walletOf } from '#features/sessions/queries/wallet.server.ts';
import { authAccount, authSession, person } from '#infra/db/tables/accounts.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { webhookEvent } from '#infra/db/tables/payments.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import type { PersonId, SessionId } from '#shared/id.ts';
import { createLimits } from '#infra/limits.server.ts';
import type { Result } from '#shared/result.ts';
import {
  balances,
  checkout,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { applyAsTutor, decideTutorApplication } from './commands/apply.server.ts';
import { eraseAccount } from './commands/erase.server.ts';
import { previewTutorSuspension, restoreTutor, suspendTutor } from './commands/suspend.server.ts';
import { exportPerson } from './queries/export.server.ts';
import { leavingPlan } from './queries/leaving.server.ts';
import { ownSuspension } from './queries/suspension.server.ts';
import { openApplications, tutorPage } from './queries/tutors.server.ts';

const PASSWORD = 'a-long-password';
const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const THURSDAY_10 = '2026-11-26T09:00:00Z';
const FRIDAY_10 = '2026-11-27T09:00:00Z';
const SECRET_WORDS = 'my visa interview on Monday';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;
  /** A student who signed up, so that she has a password. */
  let zainab: Actor;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.app.limits = createLimits(null);
    cast = await seedCast(world.app);
    zainab = await newPerson('Zainab Quaye', 'zainab.quaye@example.test');
  });

  const newPerson = async (name: string, email: string): Promise<Actor> => {
    const signedUp = await signUp(world.app, { name, email, password: PASSWORD }, new Headers(), null);
    if (!signedUp.ok) throw new Error(signedUp.reason);
    const cookie = signedUp.value.cookies.map((one) => `${one.name}=${one.value}`).join('; ');
    const actor = await getActor(world.app, new Headers({ cookie }));
    if (actor === null) throw new Error('nobody signed up');
    return actor;
  };
  const newAdmin = async (name: string, email: string): Promise<Actor> => {
    const actor = await newPerson(name, email);
    await world.app.db.update(person).set({ role: 'ADMIN' }).where(eq(person.id, actor.personId));
    return { ...actor, role: 'ADMIN' };
  };
  const run = <P extends Permission, I extends z.ZodType, O>(command: Command<P, I, O>, actor: Actor, input: object) =>
    execute(world.app, command, actor, input);
  const must = async <T>(result: Promise<Result<T>>): Promise<T> => {
    const done = await result;
    if (!done.ok) throw new Error(`${done.reason}: ${done.message}`);
    return done.value;
  };
  const self = (actor: Actor): May<'account.manage'> => {
    const me = may(actor, 'account.manage');
    if (!me.ok) throw new Error(me.reason);
    return me.value;
  };
  const settle = async () => {
    await deliverWebhooks(world);
    await world.runJobs();
  };
  const bookPaid = async (student: Actor, at: string): Promise<string> => {
    const { mentorshipSessionId } = await hold(world.app, student, cast.react, at);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await settle();
    return mentorshipSessionId;
  };
  const request = async (student: Actor, scheduledAt: string): Promise<string> => {
    const input = { offeringId: cast.react, bookingMode: 'REQUEST', scheduledAt, description: SECRET_WORDS };
    return (await must(checkout(world.app, student, input))).mentorshipSessionId;
  };
  const row = async (id: string) => {
    const [found] = await world.app.db
      .select()
      .from(session)
      .where(eq(session.id, id as SessionId));
    if (found === undefined) throw new Error('no such session');
    return found;
  };
  const refundsArrive = async () => {
    await world.runJobs();
    for (const refund of world.paystack.refunds()) while (world.paystack.advanceRefund(refund.id));
    await settle();
  };
  const subjectsTo = (actor: { email: string }) =>
    world.mails.filter(({ to }) => to === actor.email).map(({ subject }) => subject);
  const erase = (actor: Actor, more: object = {}) =>
    run(eraseAccount, actor, { password: PASSWORD, confirm: 'on', expectedRefundMinor: 0, ...more });

  /** Every place in the database where one of these words stands, in any column that holds text. */
  const placesOf = async (...words: string[]): Promise<string[]> => {
    const { rows: columns } = await world.app.db.execute<{ s: string; t: string; c: string }>(sql`
      select c.table_schema as s, c.table_name as t, c.column_name as c from information_schema.columns c
      join information_schema.tables b using (table_schema, table_name)
      where b.table_type = 'BASE TABLE' and c.table_schema in ('public', 'pgboss')
        and c.data_type in ('text', 'jsonb', 'json', 'character varying')`);
    expect(columns.length).toBeGreaterThan(80);
    const places: string[] = [];
    for (const { s, t, c } of columns) {
      const column = sql.raw(`"${c}"::text`);
      const found = await Promise.all(
        words.map((word) =>
          world.app.db.execute(
            sql`select 1 from ${sql.raw(`"${s}"."${t}"`)} where position(lower(${word}) in lower(${column})) > 0 limit 1`,
          ),
        ),
      );
      if (found.some(({ rows }) => rows.length > 0)) places.push(`${t}.${c}`);
    }
    return places;
  };

  /** A life with words in every place that has room for some. */
  const live = async () => {
    const paid = await bookPaid(zainab, WEDNESDAY_10);
    const asked = await request(zainab, THURSDAY_10);
    await must(run(askMentorshipStudent, cast.tunde, { sessionId: asked, message: 'Which part, Zainab Quaye?' }));
    await must(run(writeSessionMessage, zainab, { sessionId: paid, body: SECRET_WORDS }));
    await must(run(writeSessionMessage, cast.tunde, { sessionId: paid, body: 'See you, Zainab Quaye.' }));
    await must(
      run(applyAsTutor, zainab, {
        role: 'MENTOR',
        headline: 'Zainab Quaye, mathematician',
        bio: SECRET_WORDS,
        why: 'I like it.',
      }),
    );
    await requestPasswordReset(world.app, { email: zainab.email }, null);
    await world.runJobs();
    return { paid, asked };
  };

  describe('an export', () => {
    it('holds everything about one person, and nothing that opens an account', async () => {
      const { paid, asked } = await live();
      const text = JSON.stringify(await exportPerson(world.app, self(zainab)));
      const data = JSON.parse(text) as Record<string, unknown[]> & { person: object };
      expect(data.person).toMatchObject({ name: 'Zainab Quaye', email: zainab.email, authenticatorApp: false });
      expect(data['sessions']).toHaveLength(2);
      expect(data['sessions']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: paid, as: 'student', status: 'SCHEDULED' }),
          expect.objectContaining({ id: asked, as: 'student', description: SECRET_WORDS }),
        ]),
      );
      expect(data['payments']).toMatchObject([{ amountMinor: 500_000, status: 'SUCCEEDED' }]);
      expect(data['applications']).toMatchObject([{ bio: SECRET_WORDS }]);
      expect(data['devices']).toHaveLength(1);
      expect(data['notifications']?.length).toBeGreaterThan(0);
      expect(data['notWhole']).toEqual([]);
      const [login] = await world.app.db.select().from(authSession);
      const [account] = await world.app.db.select().from(authAccount);
      expect(text).not.toContain(login?.token);
      expect(text).not.toContain(account?.password);
      expect(text).not.toContain(cast.bola.email);
    });

    it('is the tutor’s, too: offerings, hours, what they gave and earned', async () => {
      const paid = await bookPaid(cast.ada, WEDNESDAY_10);
      const data = JSON.parse(JSON.stringify(await exportPerson(world.app, self(cast.tunde)))) as Record<
        string,
        object[]
      >;
      expect(data['sessions']).toMatchObject([{ id: paid, as: 'tutor' }]);
      expect(data['offerings']).toHaveLength(2);
      expect(data['availability']).toMatchObject({ hours: expect.arrayContaining([]), terms: { dailyCap: null } });
      expect(data['walletEntries']?.length).toBeGreaterThan(0);
    });

    it('has a bound, and says where it was reached', async () => {
      await bookPaid(zainab, WEDNESDAY_10);
      await bookPaid(zainab, THURSDAY_10);
      const data = await exportPerson(world.app, self(zainab), 1);
      expect(data.sessions).toHaveLength(1);
      expect(data.notWhole).toContain('sessions');
    });
  });

  describe('deleting an account', () => {
    it('shows before what is cancelled and returned, and does it only for that sum', async () => {
      await live();
      const plan = await leavingPlan(world.app, self(zainab));
      expect(plan.blockers).toEqual([]);
      expect(plan.sessions).toMatchObject([
        { as: 'student', refundMinor: 500_000 },
        { as: 'student', refundMinor: 0 },
      ]);
      expect(await erase(zainab)).toMatchObject({ reason: 'refund_changed', data: { refundMinor: 500_000 } });
      expect(await getActorOf(zainab)).toMatchObject({ name: 'Zainab Quaye' });
    });

    it('takes name, address and words out of every table, and leaves the books as they were', async () => {
      const { paid, asked } = await live();
      expect((await placesOf('Zainab', zainab.email)).length).toBeGreaterThan(5);
      await must(erase(zainab, { expectedRefundMinor: 500_000 }));
      await refundsArrive();
      expect(world.mails.filter(({ to }) => to.endsWith('.invalid'))).toEqual([]);
      expect(await placesOf('Zainab', 'Quaye', SECRET_WORDS)).toEqual([]);
      expect([await row(paid), await row(asked)]).toMatchObject([
        { status: 'CANCELLED', paymentStatus: 'REFUNDED', priceMinor: 500_000, description: '' },
        { status: 'CANCELLED', description: '' },
      ]);
      const last = world.mails.findLast(({ to }) => to === zainab.email);
      expect(last?.subject).toBe('Your account is deleted');
      expect(last?.text).toContain('₦5,000 goes back to where you paid from. Banks show it in 3 to 10 working days');
      expect(last?.text).toContain('because you had an account here.');
      // The refund arrived after she was gone: a mail about it would go to an address that nobody has.
      expect(world.mails.filter(({ to }) => to.endsWith('.invalid'))).toEqual([]);
      expect(await getActorOf(zainab)).toMatchObject({ name: 'Deleted account', role: 'STUDENT' });
      expect((await world.app.db.select().from(webhookEvent)).length).toBeGreaterThan(0);
      const tutor = may(cast.tunde, 'session.teach');
      if (!tutor.ok) throw new Error(tutor.reason);
      const { entries } = await walletOf(world.app, tutor.value);
      expect(entries.map((entry) => entry.session?.studentName)).toEqual([null, null]);
      const sums = await balances(world.app);
      expect(Object.values(sums).reduce((sum, one) => sum + one, 0)).toBe(0);
    });

    it('takes their name out of what others wrote: reasons, disputes and what a student asked of a tutor', async () => {
      const declined = await request(zainab, THURSDAY_10);
      const reason = 'Not for Zainab Quaye.';
      await must(run(rejectMentorshipRequest, cast.tunde, { sessionId: declined, reason }));
      await world.app.db.execute(sql`update session set disputed_by = 'tutor', disputed_at = now(),
        dispute_reason = ${reason} where id = ${declined}`);
      await must(erase(zainab));
      expect((await row(declined)).disputeReason).toBe('Not for Deleted account.');
      const tutor = await newPerson('Gbenga Quist', 'gbenga.quist@example.test');
      await world.app.db.execute(sql`update session set tutor_id = ${tutor.personId},
        description = 'A friend of Gbenga Quist' where id = ${declined}`);
      await must(erase(tutor));
      expect((await row(declined)).description).toBe('A friend of Deleted account');
      await world.runJobs();
      expect(await placesOf('Zainab', 'Quaye', 'Gbenga', 'Quist')).toEqual([]);
    });

    it('says nothing of money where none goes back, or all of it has arrived', async () => {
      const sessionId = await bookPaid(zainab, WEDNESDAY_10);
      await must(run(cancelMentorshipSession, zainab, { sessionId, expectedRefundMinor: '500000' }));
      await refundsArrive();
      await must(erase(zainab));
      await world.runJobs();
      const last = world.mails.findLast(({ to }) => to === zainab.email);
      expect(last?.subject).toBe('Your account is deleted');
      expect(last?.text).not.toMatch(/goes back|₦/);
    });

    it('signs out everywhere and lets nobody in again, and the address is free', async () => {
      await must(erase(zainab));
      expect(await world.app.db.select().from(authSession)).toEqual([]);
      const again = await signIn(world.app, { email: zainab.email, password: PASSWORD }, new Headers(), null);
      expect(again).toMatchObject({ reason: 'wrong_credentials' });
      const other = await newPerson('Somebody Else', zainab.email);
      expect(other.personId).not.toBe(zainab.personId);
    });

    it('stops what was let in a moment before and comes a moment after', async () => {
      await must(erase(zainab));
      const booked = { offeringId: cast.react, scheduledAt: WEDNESDAY_10 };
      for (const bookingMode of ['INSTANT', 'REQUEST']) {
        const late = await checkout(world.app, zainab, { ...booked, bookingMode, description: SECRET_WORDS });
        expect(late).toMatchObject({ reason: 'signed_out', message: expect.stringContaining('deleted') as string });
      }
      expect(await world.app.db.select().from(session)).toEqual([]);
      const named = { name: 'Zainab Quaye', timeZone: 'Africa/Lagos', colour: 'auto' };
      const teaching = { role: 'MENTOR', headline: 'Zainab Quaye', bio: SECRET_WORDS, why: 'So.' };
      const teacher: Actor = { ...zainab, role: 'TUTOR' };
      const offered = { title: 'Zainab Quaye', description: SECRET_WORDS, duration: 60, price: 5_000_00 };
      expect(await run(updateProfile, zainab, named)).toMatchObject({ reason: 'signed_out' });
      expect(await run(applyAsTutor, zainab, teaching)).toMatchObject({ reason: 'signed_out' });
      expect(await run(createMentorshipOffering, teacher, offered)).toMatchObject({ reason: 'signed_out' });
      const link = { meetingUrl: 'https://meet.example.com/zainab' };
      expect(await run(saveMeetingLink, teacher, link)).toMatchObject({ reason: 'signed_out' });
      await world.runJobs();
      expect(await placesOf('Zainab', 'Quaye', SECRET_WORDS)).toEqual([]);
    });

    it('lets nobody in whose password was being checked meanwhile', async () => {
      const { cookies } = await must(
        signIn(world.app, { email: zainab.email, password: PASSWORD }, new Headers(), null),
      );
      const open = { cookie: cookies.map((one) => `${one.name}=${one.value}`).join('; ') };
      const devices = await world.app.db.select().from(authSession);
      expect(await getActor(world.app, new Headers(open))).toMatchObject({ personId: zainab.personId });
      // As it stands for a sign-in that has read the password already: the account is there, the person is gone.
      await world.app.db.update(person).set({ erasedAt: world.clock.now() }).where(eq(person.id, zainab.personId));
      const late = await signIn(world.app, { email: zainab.email, password: PASSWORD }, new Headers(), null);
      expect(late).toMatchObject({ reason: 'wrong_credentials' });
      expect(await world.app.db.select().from(authSession)).toEqual(devices);
      expect(await getActor(world.app, new Headers(open))).toBeNull();
      expect(await liveVisitorOf(world.app, open.cookie)).toBeNull();
    });

    it('asks for the password and a clear yes', async () => {
      expect(await erase(zainab, { password: 'not-her-password' })).toMatchObject({ reason: 'wrong_password' });
      expect(await erase(zainab, { confirm: undefined })).toMatchObject({ reason: 'invalid' });
      expect(await erase(zainab, { personId: cast.ada.personId })).toMatchObject({ reason: 'unknown_key' });
      expect(await getActorOf(zainab)).toMatchObject({ name: 'Zainab Quaye' });
    });

    it('does nothing a second time', async () => {
      await must(erase(zainab));
      const before = await getActorOf(zainab);
      expect(await erase(zainab)).toMatchObject({ reason: 'wrong_password' });
      expect(await getActorOf(zainab)).toEqual(before);
    });

    it('waits while a session is under way, a dispute is open or money is on its way', async () => {
      const sessionId = await bookPaid(zainab, WEDNESDAY_10);
      const blockersOf = async (who: Actor) =>
        (await leavingPlan(world.app, self(who))).blockers.map(({ code }) => code);
      world.clock.set('2026-11-25T08:55:00Z');
      for (const who of [zainab, cast.tunde]) await must(run(joinMentorshipSession, who, { sessionId }));
      world.clock.set('2026-11-25T09:30:00Z');
      expect(await blockersOf(zainab)).toEqual(['under_way']);
      expect(await erase(zainab)).toMatchObject({ ok: false, reason: 'account_busy' });
      world.clock.set('2026-11-25T10:01:00Z');
      await must(run(updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' }));
      expect(await blockersOf(zainab)).toEqual([]);
      expect(await blockersOf(cast.tunde)).toEqual(['share_waiting']);
      await must(run(disputeMentorshipSession, zainab, { sessionId, reason: SECRET_WORDS }));
      expect(await blockersOf(zainab)).toEqual(expect.arrayContaining(['dispute', 'question']));
      expect(await blockersOf(cast.tunde)).toEqual(expect.arrayContaining(['dispute']));
      expect(await erase(zainab)).toMatchObject({ reason: 'account_busy' });
    });

    it('keeps a tutor who is owed something, and says so', async () => {
      const sessionId = await bookPaid(zainab, WEDNESDAY_10);
      world.clock.set('2026-11-25T08:55:00Z');
      for (const who of [zainab, cast.tunde]) await must(run(joinMentorshipSession, who, { sessionId }));
      world.clock.set('2026-11-25T10:01:00Z');
      await must(run(updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' }));
      world.clock.set('2026-11-27T10:02:00Z');
      await sweep(world.app);
      const plan = await leavingPlan(world.app, self(cast.tunde));
      expect(plan.blockers).toMatchObject([{ code: 'money' }]);
    });

    it('keeps the last admin, and says what to do first', async () => {
      const admins = [await newAdmin('Uche One', 'uche@example.test'), await newAdmin('Vera Two', 'vera@example.test')];
      await world.app.db.execute(sql`update person set role = 'STUDENT' where id = ${cast.kemi.personId}`);
      const done = await Promise.all(admins.map((one) => erase(one)));
      expect(done.filter(({ ok }) => ok)).toHaveLength(1);
      const refused = done.find(({ ok }) => !ok);
      expect(refused).toMatchObject({ reason: 'account_busy' });
      expect(refused).toMatchObject({ message: expect.stringContaining('bin/seed --role ADMIN') as string });
      const left = admins[done.findIndex(({ ok }) => !ok)];
      if (left === undefined) throw new Error('somebody is left');
      expect((await leavingPlan(world.app, self(left))).blockers).toMatchObject([{ code: 'last_admin' }]);
      expect(await getActorOf(left)).toMatchObject({ role: 'ADMIN' });
      await newAdmin('Wale Three', 'wale@example.test');
      expect(await erase(left)).toMatchObject({ ok: true });
    });

    it('of a tutor returns everything to students, and deletes what was offered', async () => {
      const tutor = await newPerson('Gbenga Quist', 'gbenga.quist@example.test');
      const shown = 'gbenga.quist';
      await must(run(applyAsTutor, tutor, { role: 'TUTOR', headline: 'Gbenga Quist', bio: 'Hi', why: 'So.' }));
      const [application] = (await openApplications(world.app, admin())).applications;
      const answer = { applicationId: application?.id, accept: true, reason: 'Welcome, Gbenga Quist.' };
      await must(run(decideTutorApplication, cast.kemi, answer));
      // Tunde's hours and offerings become Gbenga's: a tutor with bookings who also has a password.
      for (const table of ['offering', 'availability', 'weekly_hours']) {
        await world.app.db.execute(
          sql`update ${sql.raw(table)} set tutor_id = ${tutor.personId} where tutor_id = ${cast.tunde.personId}`,
        );
      }
      await world.app.db.execute(sql`update offering set title = 'An hour with Gbenga Quist' where id = ${cast.react}`);
      const paid = await bookPaid(cast.ada, WEDNESDAY_10);
      const held = (await hold(world.app, cast.bola, cast.react, FRIDAY_10)).mentorshipSessionId;
      const asked = await request(cast.ada, THURSDAY_10);
      const me = (await actorById(world.app, tutor.personId)) as Actor;
      const plan = await leavingPlan(world.app, self(me));
      expect(plan.refundMinor).toBe(500_000);
      world.mails.length = 0;
      await must(erase(me, { expectedRefundMinor: 500_000 }));
      await refundsArrive();
      expect(await row(paid)).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED', meetingUrl: null });
      expect((await row(paid)).title).toBe('An hour with Deleted account');
      expect(await row(held)).toMatchObject({ status: 'CANCELLED' });
      expect(await row(asked)).toMatchObject({ status: 'REJECTED' });
      expect(await offeringById(world.app, cast.react)).toBeNull();
      expect(await tutorPage(world.app, tutor.personId)).toBeNull();
      expect(await placesOf('Gbenga', 'Quist', shown)).toEqual([]);
      expect(subjectsTo(cast.ada).length).toBeGreaterThan(1);
      expect(subjectsTo(cast.bola).length).toBe(1);
    });
  });

  describe('a verification', () => {
    const verify = async (verified: boolean, reason: string) => {
      await must(run(verifyTutor, cast.kemi, { tutorId: cast.tunde.personId, verified, reason }));
      await world.runJobs();
    };

    it('is told to the tutor with the reason, given and taken back, and only when it changes', async () => {
      world.mails.length = 0;
      await verify(false, 'Your papers have run out.');
      await verify(false, 'Still no papers.');
      await verify(true, 'New papers came.');
      await verify(true, 'Looked again.');
      expect(subjectsTo(cast.tunde)).toEqual(['Your account is not verified any more', 'Your account is verified']);
      const [taken, given] = world.mails;
      expect(taken?.text).toContain('The reason: Your papers have run out.');
      expect(taken?.text).toContain('Sessions that are booked take place as planned');
      expect(given?.text).toContain('We write: New papers came.');
    });
  });

  describe('a suspension', () => {
    const preview = () => must(run(previewTutorSuspension, cast.kemi, { tutorId: cast.tunde.personId }));
    const suspend = (more: object = {}) =>
      run(suspendTutor, cast.kemi, { tutorId: cast.tunde.personId, reason: 'Two complaints.', ...more });

    it('unlists at once, cancels everything ahead with all the money back, and tells both', async () => {
      const paid = await bookPaid(cast.ada, WEDNESDAY_10);
      const asked = await request(cast.bola, THURSDAY_10);
      const held = (await hold(world.app, cast.bola, cast.react, FRIDAY_10)).mentorshipSessionId;
      const unpaid = await request(cast.ada, '2026-11-30T09:00:00Z');
      await must(run(approveMentorshipRequest, cast.tunde, { sessionId: unpaid }));
      await world.runJobs();
      world.mails.length = 0;
      expect(await preview()).toMatchObject({ refundMinor: 500_000, tutor: { suspended: false } });
      expect((await preview()).sessions).toHaveLength(4);
      expect(await must(suspend({ expectedSessions: '4' }))).toMatchObject({ suspended: true, sessions: 4 });
      expect(await offeringById(world.app, cast.react)).toBeNull();
      expect(await tutorPage(world.app, cast.tunde.personId)).toBeNull();
      const refused = await checkout(world.app, cast.ada, {
        offeringId: cast.react,
        scheduledAt: '2026-12-01T09:00:00Z',
      });
      expect(refused).toMatchObject({ reason: 'not_found' });
      await refundsArrive();
      for (const id of [paid, asked, held, unpaid]) expect((await row(id)).status).toBe('CANCELLED');
      expect((await row(paid)).paymentStatus).toBe('REFUNDED');
      expect(await balances(world.app)).not.toHaveProperty('tutor_pending');
      expect(subjectsTo(cast.tunde)).toContain('Your account as a tutor is suspended');
      expect(subjectsTo(cast.ada).some((subject) => subject.startsWith('Cancelled'))).toBe(true);
      expect(subjectsTo(cast.bola).some((subject) => subject.startsWith('Cancelled'))).toBe(true);
      // It was our doing, and nobody says that it was the tutor's.
      const told = world.mails.filter(({ to, subject }) => to === cast.bola.email && subject.startsWith('Cancelled'));
      expect(told).toHaveLength(2);
      for (const { text } of told) {
        expect(text).toContain('Our team has cancelled it.');
        expect(text).toContain('Our team writes: The platform cannot offer');
        expect(text).not.toContain('Tunde Adeyemi writes');
      }
      const [toTunde] = world.mails.filter(
        ({ to, subject }) => to === cast.tunde.email && subject.startsWith('Cancel'),
      );
      expect(toTunde?.text).toContain('Our team writes: Your account as a tutor is suspended');
      expect(toTunde?.text).not.toContain('this tutor');
      expect((await preview()).sessions).toEqual([]);
    });

    it('is not done when more would be cancelled than was shown', async () => {
      await bookPaid(cast.ada, WEDNESDAY_10);
      expect(await suspend({ expectedSessions: 0 })).toMatchObject({
        reason: 'version_conflict',
        data: { sessions: 1 },
      });
      expect(await offeringById(world.app, cast.react)).not.toBeNull();
    });

    it('cancels in batches, and the sweep finds what a lost job left', async () => {
      const ids: string[] = [];
      for (let day = 1; day <= 4; day += 1) {
        for (let hour = 8; hour <= 14; hour += 1) {
          const at = `2026-12-0${day}T${String(hour).padStart(2, '0')}:00:00Z`;
          ids.push(await request(hour % 2 === 0 ? cast.ada : cast.bola, at));
        }
      }
      expect(ids.length).toBeGreaterThan(20);
      await must(suspend());
      await world.app.db.execute(sql`delete from pgboss.job where name = 'membership.suspended'`);
      await sweep(world.app);
      await world.runJobs();
      for (const id of ids) expect((await row(id)).status).toBe('CANCELLED');
    });

    it('leaves what has begun or ended alone', async () => {
      const sessionId = await bookPaid(cast.ada, WEDNESDAY_10);
      world.clock.set('2026-11-25T09:05:00Z');
      await must(suspend());
      await world.runJobs();
      expect((await row(sessionId)).status).toBe('SCHEDULED');
    });

    it('is once, is lifted, and cannot be got around by verifying', async () => {
      await must(suspend());
      expect(await suspend()).toMatchObject({ reason: 'suspended' });
      const verify = { tutorId: cast.tunde.personId, verified: true, reason: 'Fine.' };
      expect(await run(verifyTutor, cast.kemi, verify)).toMatchObject({ reason: 'suspended' });
      const restore = { tutorId: cast.tunde.personId, reason: 'All clear.' };
      expect(await must(run(restoreTutor, cast.kemi, restore))).toMatchObject({ suspended: false });
      expect(await offeringById(world.app, cast.react)).not.toBeNull();
      expect(await run(restoreTutor, cast.kemi, restore)).toMatchObject({ reason: 'not_found' });
    });

    it('gives back what stood before it: whoever was not verified is not by being suspended and cleared', async () => {
      const tutorId = cast.tunde.personId;
      await must(run(verifyTutor, cast.kemi, { tutorId, verified: false, reason: 'Papers are missing.' }));
      expect(await must(suspend())).toMatchObject({ suspended: true, verified: false });
      expect((await preview()).tutor).toMatchObject({ suspended: true, verified: false });
      expect(await must(run(restoreTutor, cast.kemi, { tutorId, reason: 'Clear.' }))).toMatchObject({
        verified: false,
      });
      expect(await getActorOf(cast.tunde)).toMatchObject({ role: 'TUTOR', verified: false });
      expect(await offeringById(world.app, cast.react)).toBeNull();
      await world.runJobs();
      expect(subjectsTo(cast.tunde).at(-1)).toBe('Your suspension is lifted');
      expect(world.mails.at(-1)?.text).toContain('is not verified yet');
      await must(run(verifyTutor, cast.kemi, { tutorId, verified: true, reason: 'Papers came.' }));
      const [before] = await world.app.db.select().from(person).where(eq(person.id, tutorId));
      world.clock.advance(60);
      await must(suspend());
      expect((await preview()).tutor).toMatchObject({ suspended: true, verified: true });
      expect(await must(run(restoreTutor, cast.kemi, { tutorId, reason: 'Clear.' }))).toMatchObject({ verified: true });
      const [after] = await world.app.db.select().from(person).where(eq(person.id, tutorId));
      expect(after?.verifiedAt?.toString()).toBe(before?.verifiedAt?.toString());
      await world.runJobs();
      expect(subjectsTo(cast.tunde).at(-1)).toBe('You may teach again');
    });

    it('is told to the tutor on their own pages with the reason, until it is lifted', async () => {
      const teacher = may(cast.tunde, 'session.teach');
      if (!teacher.ok) throw new Error(teacher.reason);
      expect(await ownSuspension(world.app, teacher.value)).toBeNull();
      await must(suspend());
      await must(run(restoreTutor, cast.kemi, { tutorId: cast.tunde.personId, reason: 'Clear.' }));
      expect(await ownSuspension(world.app, teacher.value)).toBeNull();
      world.clock.advance(60);
      await must(suspend({ reason: 'A third complaint.' }));
      expect(await ownSuspension(world.app, teacher.value)).toEqual([
        'The reason: A third complaint.',
        'Your offerings are not listed any more. Sessions ahead of you are cancelled, and students get all of their money back.',
        expect.stringMatching(/^What you have earned stays yours\. If you think that this is a mistake, /),
      ]);
    });

    it('is for those who teach', async () => {
      const students = { tutorId: cast.ada.personId, reason: 'No.' };
      expect(await run(suspendTutor, cast.kemi, students)).toMatchObject({ reason: 'not_found' });
      expect(await run(previewTutorSuspension, cast.kemi, { tutorId: 'x' })).toMatchObject({ reason: 'not_found' });
      expect(await run(suspendTutor, cast.ada, students)).toMatchObject({ reason: 'forbidden' });
    });
  });

  describe('an application', () => {
    const words = { role: 'MENTOR', headline: 'Mathematics, gently', bio: 'Ten years of it.', why: 'I miss teaching.' };
    const apply = (more: object = {}) => run(applyAsTutor, zainab, { ...words, ...more });
    let lastId = 'nothing';
    const decide = async (accept: boolean) => {
      const [application] = (await openApplications(world.app, admin())).applications;
      lastId = application?.id ?? lastId;
      return run(decideTutorApplication, cast.kemi, { applicationId: lastId, accept, reason: 'We looked.' });
    };

    it('makes a verified mentor of a student, with their own words on their page', async () => {
      await must(apply());
      await must(decide(true));
      await world.runJobs();
      expect(await getActorOf(zainab)).toMatchObject({ role: 'MENTOR', verified: true });
      expect(await tutorPage(world.app, zainab.personId)).toMatchObject({
        tutor: { name: 'Zainab Quaye', headline: words.headline, bio: words.bio, verified: true },
        offerings: [],
      });
      expect(subjectsTo(zainab)).toContain('You are a mentor now');
      expect(await decide(true)).toMatchObject({ reason: 'wrong_state' });
    });

    it('is declined with a reason, and may come again', async () => {
      await must(apply());
      await must(decide(false));
      await world.runJobs();
      expect(world.mails.at(-1)?.text).toContain('We looked.');
      expect(await getActorOf(zainab)).toMatchObject({ role: 'STUDENT', verified: false });
      expect(await apply()).toMatchObject({ ok: true });
    });

    it('is open once at a time, also when sent twice at once', async () => {
      const both = await Promise.all([apply(), apply()]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await apply()).toMatchObject({ reason: 'already_applied' });
    });

    it.each([
      { role: 'ADMIN' },
      { headline: '' },
      { bio: 'x'.repeat(2_001) },
      { why: ' ' },
      { headline: 'a\r\nBcc: x' },
    ])('takes no %o', async (wrong) => {
      expect(await apply(wrong)).toMatchObject({ reason: 'invalid' });
    });

    it('keeps what can be kept of characters that PostgreSQL takes in no text or JSON', async () => {
      expect(await must(apply({ bio: 'Ten\u0000 years', why: 'So \ud800.' }))).toMatchObject({
        bio: 'Ten years',
        why: 'So \ufffd.',
      });
      const [application] = (await openApplications(world.app, admin())).applications;
      const answer = { applicationId: application?.id ?? '', accept: false, reason: 'No\u0000t \udfff yet.' };
      expect(await must(run(decideTutorApplication, cast.kemi, answer))).toMatchObject({ reason: 'Not \ufffd yet.' });
    });

    it('grants nothing that was not asked for', async () => {
      expect(await apply({ status: 'ACCEPTED' })).toMatchObject({ reason: 'unknown_key' });
      expect(await apply({ verifiedAt: '2026-01-01' })).toMatchObject({ reason: 'unknown_key' });
    });
  });

  function admin(): May<'platform.administer'> {
    const allowed = may(cast.kemi, 'platform.administer');
    if (!allowed.ok) throw new Error(allowed.reason);
    return allowed.value;
  }

  async function getActorOf(actor: { personId: PersonId }): Promise<Actor | null> {
    const [found] = await world.app.db.select().from(person).where(eq(person.id, actor.personId));
    return found === undefined ? null : actorById(world.app, found.id);
  }
});
