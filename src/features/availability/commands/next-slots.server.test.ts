import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { bookableOffering } from '#features/sessions/commands/bookable-offering.server.ts';
import { book } from '#features/sessions/commands/book.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { weeklyHours } from '#infra/db/tables/availability.server.ts';
import { assert } from '#shared/assert.ts';
import { parseInstant, plusMinutes, toIso } from '#shared/time.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { analystInterview, reactReview, sqlHelp, tundeHello, type WorldOffering } from '#tests/world/offerings.ts';
import { ada, amara, bola, chiamaka, ngozi, segun, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { isSlotOpen, nextSlotsOf, tutorCalendar, tutorCalendars, whySlotIsClosed } from '../queries.server.ts';
import { refreshNextSlots, refreshStaleNextSlots } from './next-slots.server.ts';

const TUESDAY_9 = '2026-11-24T08:00:00Z';
const TUESDAY_10 = '2026-11-24T09:00:00Z';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const when = (iso: string) => {
    const instant = parseInstant(iso);
    assert(instant !== null, `${iso} is an instant`);
    return instant;
  };

  const bookAs = async (student: Actor, { id }: WorldOffering, start: string) => {
    const listed = await bookableOffering(test.app.db, id);
    const allowed = may(student, 'session.book');
    assert(listed !== null && allowed.ok, 'the world can be booked');
    const booked = await book(test.app, allowed.value, {
      offering: listed,
      mode: 'INSTANT',
      start: when(start),
      note: null,
    });
    if (!booked.ok) throw new Error(booked.reason);
  };

  const whyClosed = (tutor: Actor, start: string, durationMinutes = 60) => {
    const asked = { start: when(start), now: test.clock.now(), bookingMode: 'INSTANT' as const };
    return whySlotIsClosed(test.app.db, { tutorId: tutor.personId, durationMinutes }, asked);
  };

  const stored = async ({ id }: WorldOffering) => {
    const [row] = await test.app.db.select({ at: offering.nextSlotAt }).from(offering).where(eq(offering.id, id));
    return row?.at == null ? null : toIso(row.at);
  };

  describe('a tutor’s calendar', () => {
    const range = () => ({
      from: test.clock.now(),
      to: plusMinutes(test.clock.now(), 3 * 24 * 60),
      now: test.clock.now(),
    });

    it('brings terms, hours and taken time at once', async () => {
      await bookAs(ada, reactReview, TUESDAY_10);
      const calendar = await tutorCalendar(test.app.db, tunde.personId, range());
      expect(calendar).toMatchObject({
        tutorId: tunde.personId,
        timeZone: 'Africa/Lagos',
        minNoticeMinutes: 120,
        horizonDays: 60,
        dailyCap: null,
        refundPolicy: 'standard',
        meetingUrl: 'https://meet.example.com/tunde-adeyemi',
        overrides: [],
        busy: [
          {
            start: Date.parse(TUESDAY_10),
            end: Date.parse(TUESDAY_10) + 3_600_000,
            teachesAt: Date.parse(TUESDAY_10),
          },
        ],
      });
      expect(calendar?.weekly).toHaveLength(6);
      expect(calendar?.weekly[5]).toEqual({ days: [6], start: '10:00', end: '14:00' });
    });

    it('brings time with its buffers, and time given as a student without', async () => {
      await bookAs(ada, { ...reactReview, id: await instantOf(ngozi) }, '2026-11-25T07:00:00Z');
      await bookAs(ngozi, reactReview, TUESDAY_10);
      const calendar = await tutorCalendar(test.app.db, ngozi.personId, range());
      const busy = [...(calendar?.busy ?? [])].sort((a, b) => a.start - b.start);
      expect(busy).toEqual([
        { start: Date.parse(TUESDAY_10), end: Date.parse('2026-11-24T10:00:00Z'), teachesAt: null },
        {
          start: Date.parse('2026-11-25T07:00:00Z'),
          end: Date.parse('2026-11-25T08:15:00Z'),
          teachesAt: Date.parse('2026-11-25T07:00:00Z'),
        },
      ]);
    });

    it('is read for several tutors in one go, and is missing for who saved no hours', async () => {
      const found = await tutorCalendars(test.app.db, [tunde.personId, ngozi.personId, ada.personId], range());
      expect([...found.keys()].sort()).toEqual([tunde.personId, ngozi.personId].sort());
      expect(await tutorCalendar(test.app.db, ada.personId, range())).toBeNull();
      expect(await tutorCalendars(test.app.db, [], range())).toEqual(new Map());
      expect(await whyClosed(ada, TUESDAY_10)).toBe('slot_unavailable');
    });

    const instantOf = async (tutor: Actor) => {
      const [row] = await test.app.db
        .select({ id: offering.id })
        .from(offering)
        .where(
          sql`${offering.tutorId} = ${tutor.personId} and ${offering.takesInstant} and ${offering.durationMinutes} = 60`,
        );
      assert(row !== undefined, 'has one');
      return row.id;
    };
  });

  describe('a start', () => {
    it('is taken while a hold lives, and free from its deadline on, swept or not', async () => {
      expect(await whyClosed(tunde, TUESDAY_10)).toBeNull();
      await bookAs(ada, reactReview, TUESDAY_10);
      expect(await whyClosed(tunde, TUESDAY_10)).toBe('slot_taken');
      test.clock.advance(34);
      expect(await whyClosed(tunde, TUESDAY_10)).toBe('slot_taken');
      test.clock.advance(1);
      expect(await whyClosed(tunde, TUESDAY_10)).toBeNull();
      const { rows } = await test.app.db.execute(sql`select 1 from taken_time`);
      expect(rows).toHaveLength(2);
    });

    it('is taken by what the tutor attends, too', async () => {
      await bookAs(ngozi, reactReview, '2026-11-25T08:00:00Z');
      expect(await whyClosed(ngozi, '2026-11-25T08:00:00Z')).toBe('slot_taken');
      expect(await whyClosed(ngozi, '2026-11-25T09:00:00Z')).toBeNull();
    });

    it('is closed once the tutor’s day is full', async () => {
      await bookAs(ada, sqlHelp, '2026-11-24T09:00:00Z');
      await bookAs(bola, sqlHelp, '2026-11-24T11:00:00Z');
      expect(await whyClosed(amara, '2026-11-24T13:00:00Z')).toBeNull();
      await bookAs(segun, sqlHelp, '2026-11-24T14:00:00Z');
      expect(await whyClosed(amara, '2026-11-24T13:00:00Z')).toBe('day_full');
      expect(await whyClosed(amara, '2026-11-25T13:00:00Z')).toBeNull();
      // The cap bounds what is given: attending another session does not need room under it.
      expect(await whyClosed(chiamaka, '2026-11-25T11:00:00Z')).toBeNull();
    });

    it('is open or not in one word, with the request’s longer notice', async () => {
      const ask = (bookingMode: 'INSTANT' | 'REQUEST') =>
        isSlotOpen(
          test.app.db,
          { tutorId: tunde.personId, durationMinutes: 60 },
          { start: when('2026-11-23T11:30:00Z'), now: test.clock.now(), bookingMode },
        );
      expect(await ask('INSTANT')).toBe(true);
      expect(await ask('REQUEST')).toBe(false);
    });

    it('comes with the nearest others', async () => {
      await bookAs(ada, reactReview, TUESDAY_10);
      const near = (iso: string) =>
        nextSlotsOf(
          test.app.db,
          { tutorId: tunde.personId, durationMinutes: 60 },
          { now: test.clock.now(), near: when(iso), bookingMode: 'INSTANT', limit: 3 },
        );
      expect(await near(TUESDAY_10)).toEqual([TUESDAY_9, '2026-11-24T10:00:00Z', '2026-11-24T10:30:00Z']);
      expect(await near('2026-11-23T09:00:00Z')).toEqual([
        '2026-11-23T11:00:00Z',
        '2026-11-23T11:30:00Z',
        '2026-11-23T12:00:00Z',
      ]);
    });
  });

  describe('next slots', () => {
    it('move when time is taken and when it is given back', async () => {
      expect(await stored(reactReview)).toBe('2026-11-23T11:00:00Z');
      await bookAs(ada, reactReview, '2026-11-23T11:00:00Z');
      expect(await stored(reactReview)).toBe('2026-11-23T12:00:00Z');
      expect(await stored(tundeHello)).toBe('2026-11-23T12:00:00Z');
      test.clock.advance(35);
      await refreshOf(tunde);
      expect(await stored(tundeHello)).toBe('2026-11-23T12:00:00Z');
    });

    it('are left alone, timestamps and all, where nothing changed', async () => {
      const before = await test.app.db.execute(sql`select id, xmin::text from offering order by id`);
      await refreshOf(tunde);
      await refreshOf(ada);
      const after = await test.app.db.execute(sql`select id, xmin::text from offering order by id`);
      expect(after.rows).toEqual(before.rows);
    });

    it('are found anew by the sweep once they have passed or come within the notice', async () => {
      test.clock.set('2026-11-23T09:30:00Z');
      expect(await refreshStaleNextSlots(test.app)).toBeGreaterThan(0);
      expect(await stored(reactReview)).toBe('2026-11-23T11:30:00Z');
      expect(await refreshStaleNextSlots(test.app)).toBe(0);
      test.clock.set('2026-12-30T09:10:00Z');
      await refreshStaleNextSlots(test.app);
      expect(await stored(reactReview)).toBe('2026-12-30T11:30:00Z');
      expect(await stored(analystInterview)).toBe('2026-12-30T13:30:00Z');
      expect(await refreshStaleNextSlots(test.app)).toBe(0);
    });

    it('come back for who had none', async () => {
      await test.app.db.delete(weeklyHours).where(eq(weeklyHours.tutorId, amara.personId));
      await refreshOf(amara);
      expect(await stored(sqlHelp)).toBeNull();
      expect(await refreshStaleNextSlots(test.app)).toBe(0);
      await test.app.db
        .insert(weeklyHours)
        .values({ tutorId: amara.personId, weekday: 2, startMinute: 600, endMinute: 720 });
      expect(await refreshStaleNextSlots(test.app)).toBe(1);
      expect(await stored(sqlHelp)).toBe('2026-11-24T09:00:00Z');
    });

    const refreshOf = (person: Actor) =>
      test.app.db.transaction((tx) => refreshNextSlots(tx, [person.personId], test.clock.now()));
  });
});
