import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import { session, type SessionStatus } from '#infra/db/tables/sessions.server.ts';
import { newId, readId, type CourseId, type OfferingId, type SessionId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { parseInstant, plusMinutes, type Instant } from '#shared/time.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { countStudentTabs, countTutorTabs, studentSessions, tutorSessions } from '../queries.server.ts';
import { studentPeriod, tutorPeriod } from './dashboard-stats.server.ts';
import { SIFTED_AT_ONCE, type ListFilters, type SessionPage } from './list-page.server.ts';
import { countNeedingYou, needsOf } from './needs.server.ts';

const DAY = 24 * 60;

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });

  type Given = {
    student?: Actor;
    tutor?: Actor;
    offeringId?: OfferingId;
    title?: string;
    status?: SessionStatus;
    startsInMinutes?: number;
    change?: Partial<typeof session.$inferInsert>;
  };

  const rowOf = ({ student = cast.ada, tutor = cast.tunde, status = 'COMPLETED', ...given }: Given) => {
    const now = test.clock.now();
    const startsAt = plusMinutes(now, given.startsInMinutes ?? -DAY);
    return {
      id: newId<SessionId>(test.app.random, now.epochMilliseconds),
      offeringId: given.offeringId ?? cast.intro,
      tutorId: tutor.personId,
      studentId: student.personId,
      title: given.title ?? 'First hello',
      description: '',
      durationMinutes: 60,
      priceMinor: minor(0),
      currency: 'NGN',
      platformBasisPoints: 3_000,
      refundPolicy: 'standard' as const,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      bookingMode: 'INSTANT' as const,
      status,
      paymentStatus: 'NOT_REQUIRED' as const,
      startsAt,
      endsAt: plusMinutes(startsAt, 60),
      rejectedAt: status === 'REJECTED' ? now : null,
      meetingUrl: 'https://meet.example.com/tunde',
      createdAt: now,
      updatedAt: now,
      ...given.change,
    };
  };

  const add = async (...given: Given[]): Promise<SessionId[]> => {
    const rows = given.map(rowOf);
    await test.app.db.insert(session).values(rows);
    return rows.map(({ id }) => id);
  };
  const one = async (given: Given): Promise<SessionId> => {
    const [id] = await add(given);
    if (id === undefined) throw new Error('one was added');
    return id;
  };
  const unpaid = (deadline: Instant, status: SessionStatus = 'PENDING_PAYMENT') => ({
    status,
    startsInMinutes: 3 * DAY,
    change: { priceMinor: minor(500_000), paymentStatus: 'PENDING' as const, paymentDeadline: deadline },
  });
  const asked = (deadline: Instant) => ({
    status: 'PENDING_MENTOR_REVIEW' as const,
    startsInMinutes: 3 * DAY,
    change: { approvalDeadline: deadline },
  });
  const soon = () => plusMinutes(test.clock.now(), 30);
  const past = () => plusMinutes(test.clock.now(), -1);
  const idsOf = ({ sessions }: SessionPage) => sessions.map(({ id }) => id);

  /** Every page of a list, one after the other. */
  const readAll = async (page: (cursor?: string) => Promise<SessionPage>): Promise<string[][]> => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const read = await page(cursor);
      pages.push(idsOf(read));
      cursor = read.nextCursor ?? undefined;
    } while (cursor !== undefined && pages.length < 50);
    return pages;
  };

  describe('paging', () => {
    it('loses nobody and shows nobody twice, however many start at once', async () => {
      const ids = await add(...Array.from({ length: 60 }, (_, n) => ({ startsInMinutes: n < 55 ? -DAY : -2 * DAY })));
      const pages = await readAll((cursor) => tutorSessions(test.app, cast.tunde, 'completed', cursor));
      expect(pages.map((page) => page.length)).toEqual([24, 24, 12]);
      expect(pages.flat().toSorted()).toEqual(ids.toSorted());
    });

    it('goes from the newest to the oldest, what lapsed unswept among them', async () => {
      const [old, latest] = await add({ startsInMinutes: -5 * DAY }, { startsInMinutes: -DAY, status: 'CANCELLED' });
      const lapsed = await one(unpaid(past()));
      expect(idsOf(await studentSessions(test.app, cast.ada, 'history'))).toEqual([lapsed, latest, old]);
      expect(idsOf(await tutorSessions(test.app, cast.tunde, 'completed', undefined, { status: 'EXPIRED' }))).toEqual([
        lapsed,
      ]);
      expect(idsOf(await studentSessions(test.app, cast.ada, 'book'))).toEqual([]);
    });

    it('goes on where a cursor says, whoever’s it is, and only through one’s own', async () => {
      const mine = await add({ startsInMinutes: -3 * DAY }, { startsInMinutes: -2 * DAY });
      await add(...Array.from({ length: 30 }, (_, n) => ({ student: cast.bola, startsInMinutes: -DAY - n })));
      const { nextCursor } = await studentSessions(test.app, cast.bola, 'history');
      const page = await studentSessions(test.app, cast.ada, 'history', nextCursor ?? undefined);
      expect(idsOf(page)).toEqual([...mine].toReversed());
    });

    it('begins at the first page with a cursor that is none', async () => {
      const id = await one({});
      expect(idsOf(await studentSessions(test.app, cast.ada, 'history', 'nonsense'))).toEqual([id]);
    });
  });

  describe('filters', () => {
    const history = async (filters: ListFilters) =>
      idsOf(await studentSessions(test.app, cast.ada, 'history', undefined, filters));

    it('finds words of the title and of either name, and takes signs for themselves', async () => {
      const [react, hello] = await add({ title: 'React at 100%' }, { title: 'Hello', startsInMinutes: -2 * DAY });
      expect(await history({ q: 'react' })).toEqual([react]);
      expect(await history({ q: 'tunde hello' })).toEqual([hello]);
      expect(await history({ q: '%' })).toEqual([react]);
      expect(await history({ q: '_' })).toEqual([]);
    });

    it('narrows by offering, outcome and days', async () => {
      const [first, second] = await add(
        { offeringId: cast.react, startsInMinutes: -10 * DAY },
        { status: 'CANCELLED', startsInMinutes: -2 * DAY },
      );
      expect(await history({ offeringId: cast.react })).toEqual([first]);
      expect(await history({ status: 'CANCELLED' })).toEqual([second]);
      expect(await history({ from: plusMinutes(test.clock.now(), -3 * DAY) })).toEqual([second]);
      expect(await history({ to: plusMinutes(test.clock.now(), -3 * DAY) })).toEqual([first]);
      expect(await history({ courseId: readId<CourseId>('none') })).toEqual([]);
    });

    it('looks through a stretch at a time and goes on from there', async () => {
      const old = await one({ title: 'The one', startsInMinutes: -(SIFTED_AT_ONCE + 10) * 60 });
      const many = Array.from({ length: SIFTED_AT_ONCE }, (_, n) => ({ startsInMinutes: -(n + 2) * 60 }));
      await add(...many);
      const look = (cursor?: string) => tutorSessions(test.app, cast.tunde, 'completed', cursor, { q: 'the one' });
      const first = await look();
      expect(first).toMatchObject({ sessions: [], stoppedEarly: true });
      expect(idsOf(await look(first.nextCursor ?? undefined))).toEqual([old]);
      expect((await look(first.nextCursor ?? undefined)).nextCursor).toBeNull();
    });
  });

  describe('other people’s sessions', () => {
    it('never appear in a list, a count or among what needs one', async () => {
      const ngozi = await addTutor(test.app, 'Ngozi Eze');
      const offeringId = await addOffering(test.app, ngozi, { title: 'Portfolio', priceMinor: 0 });
      await add(
        { tutor: ngozi, offeringId, student: cast.bola },
        { tutor: ngozi, offeringId, student: cast.bola, ...unpaid(soon()) },
        { tutor: ngozi, offeringId, student: cast.bola, ...asked(soon()) },
      );
      for (const tab of ['book', 'awaiting', 'approved', 'pending', 'history', 'rejected'] as const)
        expect(idsOf(await studentSessions(test.app, cast.ada, tab))).toEqual([]);
      for (const tab of ['approvals', 'unpaid', 'pending', 'active', 'completed'] as const)
        expect(idsOf(await tutorSessions(test.app, cast.tunde, tab))).toEqual([]);
      expect(await countNeedingYou(test.app, cast.ada)).toBe(0);
      expect(await countNeedingYou(test.app, cast.tunde)).toBe(0);
      expect((await needsOf(test.app, ngozi, 'tutor')).items).toMatchObject([{ need: 'request' }]);
      expect(await countNeedingYou(test.app, cast.bola)).toBe(1);
    });
  });

  describe('counts', () => {
    it('tell how many a tab holds, up to a hundred', async () => {
      await add(unpaid(soon()), unpaid(past()), asked(soon()));
      await add(
        ...Array.from({ length: settings.mostCounted + 5 }, () => ({
          status: 'SCHEDULED' as const,
          startsInMinutes: DAY,
        })),
      );
      expect(await countStudentTabs(test.app, cast.ada, ['book', 'awaiting', 'approved', 'pending'])).toEqual({
        book: 1,
        awaiting: 1,
        approved: 0,
        pending: settings.mostCounted,
      });
      expect(await countTutorTabs(test.app, cast.tunde, ['approvals', 'active'])).toEqual({ approvals: 1, active: 0 });
    });
  });

  describe('what needs one', () => {
    const needs = async (actor: Actor, side: 'student' | 'tutor') =>
      (await needsOf(test.app, actor, side)).items.map(({ need, session }) => [need, session.id]);

    it('is for a student an open door, money and another time, most urgent first', async () => {
      const proposed = await one({ ...asked(plusMinutes(test.clock.now(), 3 * DAY)) });
      await test.app.db.execute(sql`insert into time_proposal (session_id, starts_at, expires_at, created_at)
        values (${proposed}, now(), ${plusMinutes(test.clock.now(), 2 * DAY).toString()}::timestamptz, now())`);
      const approved = await one(unpaid(plusMinutes(test.clock.now(), DAY), 'SCHEDULED'));
      const held = await one(unpaid(soon()));
      const door = await one({ status: 'SCHEDULED', startsInMinutes: 5 });
      await add({ status: 'SCHEDULED', startsInMinutes: 15 }, unpaid(past()));
      expect(await needs(cast.ada, 'student')).toEqual([
        ['door', door],
        ['pay_hold', held],
        ['pay', approved],
        ['proposal', proposed],
      ]);
      expect(await countNeedingYou(test.app, cast.ada)).toBe(4);
    });

    it('is for a tutor a request, a session to close, a missing link, a dispute', async () => {
      const request = await one(asked(soon()));
      const over = await one({ status: 'SCHEDULED', startsInMinutes: -2 * 60 });
      const change = { meetingUrl: null, updatedAt: plusMinutes(test.clock.now(), -10) };
      const linkless = await one({ status: 'SCHEDULED', startsInMinutes: 2 * DAY, change });
      const disputedAt = test.clock.now();
      const disputed = await one({ change: { disputedAt, disputedBy: 'student', disputeReason: 'Short.' } });
      await add({ change: { disputedAt, disputedBy: 'student', resolvedAt: disputedAt } });
      expect(await needs(cast.tunde, 'tutor')).toEqual([
        ['request', request],
        ['complete', over],
        ['link', linkless],
        ['disputed', disputed],
      ]);
      expect(await countNeedingYou(test.app, cast.tunde)).toBe(4);
    });

    it('leaves to the admin what the admin was asked, and waits a moment for a link', async () => {
      const over = await one({ status: 'SCHEDULED', startsInMinutes: -2 * 60 });
      await add({ status: 'SCHEDULED', startsInMinutes: DAY, change: { meetingUrl: null } });
      await test.app.db.execute(sql`insert into admin_task (id, kind, subject_id, detail, status, created_at)
        values (gen_random_uuid(), 'no_show_claim', ${over}, '', 'OPEN', now())`);
      expect(await needs(cast.tunde, 'tutor')).toEqual([]);
      expect(await countNeedingYou(test.app, cast.kemi)).toBe(1);
    });

    it('shows the most urgent eight and says that there are more', async () => {
      await add(...Array.from({ length: 12 }, () => asked(soon())));
      expect(await needsOf(test.app, cast.tunde, 'tutor')).toMatchObject({ items: { length: 8 }, more: true });
      expect(await countNeedingYou(test.app, cast.tunde)).toBe(12);
    });
  });

  describe('the figures of a period', () => {
    it('count what took place in it and what was kept', async () => {
      const period = { from: at('2026-11-01T00:00:00Z'), to: at('2026-12-01T00:00:00Z') };
      await add(
        { startsInMinutes: -DAY },
        { startsInMinutes: -40 * DAY },
        { status: 'NO_SHOW', startsInMinutes: -2 * DAY },
      );
      expect(await studentPeriod(test.app, cast.ada, period)).toEqual({ minutes: 60, spentMinor: 0 });
      expect(await tutorPeriod(test.app, cast.tunde, period)).toEqual({ given: 1, earnedMinor: 0 });
    });
  });
});

function at(iso: string): Instant {
  const when = parseInstant(iso);
  if (when === null) throw new Error(iso);
  return when;
}
