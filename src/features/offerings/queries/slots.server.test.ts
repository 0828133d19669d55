import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { may } from '#features/accounts/gates.server.ts';
import { bookableOffering } from '#features/sessions/commands/bookable-offering.server.ts';
import { book } from '#features/sessions/commands/book.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { assert } from '#shared/assert.ts';
import { readId, type CourseId, type OfferingId } from '#shared/id.ts';
import { parseInstant } from '#shared/time.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { dataAnalysis, reactMastery } from '#tests/world/courses.ts';
import { brandIdentity, queueWorkshop, reactReview, salaryTalk, typescriptClinic } from '#tests/world/offerings.ts';
import { ada, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { instant } from '#shared/time.ts';
import { offeringSlots } from './slots.server.ts';
import { suggestionsFor } from './suggestions.server.ts';

const TUESDAY = { from: '2026-11-24', to: '2026-11-25' };

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const slots = async (id: OfferingId, query: Parameters<typeof offeringSlots>[2]) => {
    const found = await offeringSlots(test.app, id, query);
    if (!found.ok) throw new Error(found.reason);
    return found.value.slots;
  };

  const bookReact = async (start: string) => {
    const listed = await bookableOffering(test.app.db, reactReview.id);
    const allowed = may(ada, 'session.book');
    const at = parseInstant(start);
    assert(listed !== null && allowed.ok && at !== null, 'the world can be booked');
    const booked = await book(test.app, allowed.value, { offering: listed, mode: 'INSTANT', start: at, note: null });
    if (!booked.ok) throw new Error(booked.reason);
  };

  describe('the slots of an offering', () => {
    it('are those of the asked local days, in UTC, with the zone that was meant', async () => {
      expect(await offeringSlots(test.app, typescriptClinic.id, { ...TUESDAY, tz: 'Africa/Lagos' })).toEqual({
        ok: true,
        value: {
          slots: Array.from({ length: 15 }, (_, half) =>
            new Date(Date.UTC(2026, 10, 24, 8, half * 30)).toISOString().replace('.000', ''),
          ),
          timeZone: 'Africa/Lagos',
        },
      });
      expect(await offeringSlots(test.app, typescriptClinic.id, TUESDAY)).toMatchObject({
        value: { timeZone: 'Africa/Lagos' },
      });
    });

    it('follow the asker’s days', async () => {
      const inAuckland = await slots(reactReview.id, { ...TUESDAY, tz: 'Pacific/Auckland' });
      expect(inAuckland[0]).toBe('2026-11-23T11:00:00Z');
      expect(inAuckland.every((slot) => slot < '2026-11-24T11:00:00Z')).toBe(true);
      const inHonolulu = await slots(reactReview.id, { ...TUESDAY, tz: 'Pacific/Honolulu' });
      expect(inHonolulu[0]).toBe('2026-11-24T10:00:00Z');
      expect(inHonolulu.at(-1)).toBe('2026-11-25T09:30:00Z');
    });

    it('leave out what is taken, in the next answer already, until the hold lapses', async () => {
      await bookReact('2026-11-24T09:00:00Z');
      const left = await slots(reactReview.id, TUESDAY);
      expect(left).not.toContain('2026-11-24T09:00:00Z');
      expect(left).not.toContain('2026-11-24T08:30:00Z');
      expect(left).toContain('2026-11-24T08:00:00Z');
      test.clock.advance(35);
      expect(await slots(reactReview.id, TUESDAY)).toContain('2026-11-24T09:00:00Z');
    });

    it('begin four hours from now for a request, and as the offering says by default', async () => {
      const monday = { from: '2026-11-23', to: '2026-11-24' };
      expect((await slots(reactReview.id, monday))[0]).toBe('2026-11-23T11:00:00Z');
      expect((await slots(reactReview.id, { ...monday, bookingMode: 'REQUEST' }))[0]).toBe('2026-11-23T13:00:00Z');
      expect(await slots(salaryTalk.id, TUESDAY)).toEqual(
        await slots(salaryTalk.id, { ...TUESDAY, bookingMode: 'REQUEST' }),
      );
    });

    it('are refused for a mode that the offering does not take', async () => {
      expect(await offeringSlots(test.app, salaryTalk.id, { ...TUESDAY, bookingMode: 'INSTANT' })).toMatchObject({
        ok: false,
        reason: 'mode_not_offered',
        fields: { bookingMode: expect.any(String) },
      });
    });

    it('are nobody’s business while the offering is not listed', async () => {
      for (const id of [brandIdentity.id, queueWorkshop.id, readId<OfferingId>('nonsense')]) {
        expect(await offeringSlots(test.app, id, TUESDAY)).toMatchObject({ ok: false, reason: 'not_found' });
      }
    });

    it('are none in the past, past the horizon, or before the tutor saved any hours', async () => {
      expect(await slots(reactReview.id, { from: '1999-01-01', to: '1999-02-01' })).toEqual([]);
      expect(await slots(reactReview.id, { from: '2199-12-01', to: '2199-12-31' })).toEqual([]);
      const edge = await slots(reactReview.id, { from: '2027-01-01', to: '2027-02-28' });
      expect(edge.at(-1)).toBe('2027-01-22T08:30:00Z');
      await test.app.db.delete(weeklyHours).where(eq(weeklyHours.tutorId, tunde.personId));
      expect(await slots(reactReview.id, TUESDAY)).toEqual([]);
      await test.app.db.delete(availability).where(eq(availability.tutorId, tunde.personId));
      expect(await offeringSlots(test.app, reactReview.id, TUESDAY)).toEqual({
        ok: true,
        value: { slots: [], timeZone: 'Africa/Lagos' },
      });
    });
  });

  describe('suggestions after a course', () => {
    it('are its listed offerings, soonest slot first, then by id', async () => {
      const { suggestions, total } = await suggestionsFor(test.app, reactMastery.id);
      expect(total).toBe(3);
      expect(suggestions.map(({ title }) => title)).toEqual([
        'React code review, one to one',
        'Build a React feature together',
        'Say hello: is React for you?',
      ]);
      expect(suggestions[0]).toEqual({
        id: reactReview.id,
        title: reactReview.title,
        description: reactReview.description,
        duration: 60,
        price: 5000,
        priceMinor: 500_000,
        currency: 'NGN',
        tutor: { name: 'Tunde Adeyemi', avatar: '/avatars/tunde.svg' },
      });
    });

    it('are at most five, and the total counts all', async () => {
      const [row] = await test.app.db.select().from(offering).where(eq(offering.id, reactReview.id));
      assert(row !== undefined, 'it is there');
      const copies = [2, 3, 4, 5].map((number) => ({
        ...row,
        id: readId<OfferingId>(`0197d400-0009-7000-8000-00000000000${number}`),
        title: `Copy ${number}`,
        nextSlotAt: number === 5 ? null : instant(Date.UTC(2026, 10, 23, 12 - number, 30)),
      }));
      await test.app.db.insert(offering).values(copies);
      test.clock.set('2026-11-23T04:00:00Z');
      const { suggestions, total } = await suggestionsFor(test.app, reactMastery.id);
      expect(total).toBe(7);
      expect(suggestions.map(({ title }) => title).slice(0, 3)).toEqual(['Copy 4', 'Copy 3', 'Copy 2']);
      expect(suggestions).toHaveLength(5);
      expect(suggestions.map(({ title }) => title)).not.toContain('Copy 5');
    });

    it('are in true order also when stored next slots have passed', async () => {
      await test.app.db
        .update(offering)
        .set({ nextSlotAt: instant(Date.UTC(2026, 10, 20)) })
        .where(eq(offering.title, 'Dashboard review'));
      await test.app.db.update(offering).set({ durationMinutes: 180 }).where(eq(offering.title, 'Dashboard review'));
      test.clock.set('2026-11-23T12:30:00Z');
      const { suggestions, total } = await suggestionsFor(test.app, dataAnalysis.id);
      expect(total).toBe(2);
      expect(suggestions.map(({ title }) => title)).toEqual(['SQL on your own data', 'Dashboard review']);
    });

    it('are none for an unknown course', async () => {
      for (const text of ['0197d400-0002-7000-8000-000000000099', 'react-mastery', "'; --"]) {
        expect(await suggestionsFor(test.app, readId<CourseId>(text))).toEqual({ suggestions: [], total: 0 });
      }
    });
  });
});
