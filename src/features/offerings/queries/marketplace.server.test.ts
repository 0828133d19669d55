import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '#infra/db/tables/accounts.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { enrolments, productDesign, reactMastery } from '#tests/world/courses.ts';
import { brandIdentity, offerings, queueWorkshop, reactReview, sqlHelp } from '#tests/world/offerings.ts';
import { ada, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { instant } from '#shared/time.ts';
import type { OfferingFilters, OfferingView } from '../types.ts';
import { listOfferings } from './marketplace.server.ts';

const LISTED = offerings.filter(({ status, tutor }) => status === 'SCHEDULED' && tutor.verified);

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const list = async (filters: Partial<OfferingFilters>): Promise<OfferingView[]> =>
    (await listOfferings(test.app, { sort: 'soonest', limit: 50, ...filters })).offerings;
  const titles = async (filters: Partial<OfferingFilters>) => (await list(filters)).map(({ title }) => title).sort();

  /** Walks all pages by their cursors. */
  const walk = async (filters: Partial<OfferingFilters>, limit: number): Promise<OfferingView[]> => {
    const all: OfferingView[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOfferings(test.app, { sort: 'soonest', ...filters, limit, cursor });
      expect(page.offerings.length).toBeLessThanOrEqual(limit);
      all.push(...page.offerings);
      cursor = page.nextCursor ?? undefined;
      expect(all.length).toBeLessThanOrEqual(200);
    } while (cursor !== undefined);
    return all;
  };

  it('lists what is scheduled by a verified tutor, and nothing else', async () => {
    const all = await list({});
    expect(all.map(({ id }) => id).sort()).toEqual(LISTED.map(({ id }) => id).sort());
    const ids = all.map(({ id }) => id);
    expect(ids).not.toContain(brandIdentity.id);
    expect(ids).not.toContain(queueWorkshop.id);
    await test.app.db.update(person).set({ verifiedAt: null }).where(eq(person.id, tunde.personId));
    expect((await list({})).every(({ tutor }) => tutor.id !== tunde.personId)).toBe(true);
  });

  describe('filters', () => {
    it('find words in title, description, tutor and course, all of them, in any letter case', async () => {
      expect(await titles({ q: 'dashboard' })).toEqual(['Dashboard review']);
      expect(await titles({ q: 'PAIR programming' })).toEqual(['Build a React feature together']);
      expect(await titles({ q: 'amara sql' })).toEqual(['SQL on your own data']);
      expect(await titles({ q: 'foundations usability' })).toEqual(['Plan a usability test']);
      expect(await titles({ q: 'react nobody' })).toEqual([]);
    });

    it('by course, tutor, length and price, alone and together', async () => {
      expect(await titles({ courseId: productDesign.id })).toEqual([
        'Plan a usability test',
        'Portfolio review for designers',
      ]);
      expect((await list({ tutorId: tunde.personId })).every(({ tutor }) => tutor.name === 'Tunde Adeyemi')).toBe(true);
      expect(await titles({ durationMinutes: 180 })).toEqual(['Production rescue, half a day']);
      expect(await titles({ maxPriceMinor: 0 })).toEqual([
        'Backend or frontend? A first talk',
        'Say hello: is React for you?',
      ]);
      expect(await titles({ minPriceMinor: 500_000, maxPriceMinor: 500_000 })).toEqual([
        'React code review, one to one',
      ]);
      const both = { courseId: reactMastery.id, minPriceMinor: 1, durationMinutes: 120 };
      expect(await titles(both)).toEqual(['Build a React feature together']);
      expect(await titles({ courseId: 'unknown' })).toEqual([]);
      expect(await titles({ tutorId: 'unknown' })).toEqual([]);
    });

    it('by the way of booking, and by courses that the reader completed', async () => {
      const requests = await list({ mode: 'REQUEST' });
      expect(requests.length).toBeGreaterThan(0);
      expect(requests.every(({ bookingModes }) => bookingModes.includes('REQUEST'))).toBe(true);
      expect((await list({ mode: 'INSTANT' })).every(({ bookingModes }) => bookingModes.includes('INSTANT'))).toBe(
        true,
      );
      const done = enrolments.filter(
        ({ student, course, lessonsDone }) => student === ada && lessonsDone === course.lessons.length,
      );
      const ofAda = (await listOfferings(test.app, { sort: 'soonest', limit: 50, completed: true }, ada.personId))
        .offerings;
      expect(ofAda.length).toBeGreaterThan(0);
      expect(ofAda.every(({ course }) => done.some((one) => one.course.id === course?.id))).toBe(true);
      expect(await list({ completed: true }), 'nobody is reading').toEqual([]);
    });

    it('by who is free within some days', async () => {
      const within = await list({ availableWithinDays: 1 });
      expect(within.length).toBeGreaterThan(0);
      for (const { nextSlot } of within) expect(nextSlot! < '2026-11-24T09:00:00Z').toBe(true);
      const later = (await list({})).filter(({ nextSlot }) => nextSlot! >= '2026-11-24T09:00:00Z');
      expect(within.length + later.length).toBe(LISTED.length);
    });
  });

  describe('orders', () => {
    const keys = (all: OfferingView[]) => ({
      soonest: all.map(({ nextSlot, id }) => `${nextSlot ?? '9999'} ${id}`),
      price: all.map(({ priceMinor, id }) => `${String(priceMinor).padStart(12, '0')} ${id}`),
      newest: all.map(({ createdAt }) => createdAt),
    });

    it('put the soonest first and those without a slot last', async () => {
      await test.app.db.update(offering).set({ nextSlotAt: null }).where(eq(offering.tutorId, tunde.personId));
      const all = await list({});
      expect(keys(all).soonest).toEqual([...keys(all).soonest].sort());
      expect(all.slice(-4).every(({ nextSlot }) => nextSlot === null)).toBe(true);
    });

    it('put the cheapest or the newest first', async () => {
      const byPrice = await list({ sort: 'price' });
      expect(keys(byPrice).price).toEqual([...keys(byPrice).price].sort());
      const dearest = await list({ sort: 'price-desc' });
      expect(keys(dearest).price).toEqual([...keys(byPrice).price].reverse());
      const byAge = await list({ sort: 'newest' });
      expect(keys(byAge).newest).toEqual([...keys(byAge).newest].sort().reverse());
    });

    it('show everything once, page by page, whatever the order, the size and the ties', async () => {
      await test.app.db.update(offering).set({ nextSlotAt: null }).where(eq(offering.tutorId, tunde.personId));
      await test.app.db
        .update(offering)
        .set({ createdAt: instant(0), priceMinor: 500_000 as never })
        .where(eq(offering.durationMinutes, 60));
      for (const sort of ['soonest', 'price', 'price-desc', 'newest'] as const) {
        const all = await list({ sort });
        for (const limit of [1, 2, 5, 15, 16, 17, LISTED.length]) {
          expect(
            (await walk({ sort }, limit)).map(({ id }) => id),
            `${sort} by ${limit}`,
          ).toEqual(all.map(({ id }) => id));
        }
      }
      const filtered = { courseId: reactMastery.id, q: 'react' };
      expect(await walk(filtered, 1)).toEqual(await list(filtered));
      expect((await walk({ availableWithinDays: 3 }, 2)).length).toBe((await list({ availableWithinDays: 3 })).length);
    });
  });

  describe('a next slot that has passed', () => {
    it('is found anew for the page, and never shown', async () => {
      test.clock.set('2026-11-24T14:10:00Z');
      const all = await list({});
      expect(all).toHaveLength(LISTED.length);
      for (const { nextSlot } of all) expect(nextSlot! > '2026-11-24T15:10:00Z').toBe(true);
      expect(all.find(({ id }) => id === reactReview.id)?.nextSlot).toBe('2026-11-25T08:00:00Z');
      const slots = all.map(({ nextSlot }) => nextSlot!);
      expect(slots).toEqual([...slots].sort());
    });

    it('no longer counts as free within some days', async () => {
      test.clock.set('2026-11-27T17:00:00Z');
      const within = await list({ availableWithinDays: 1 });
      expect(within.every(({ nextSlot }) => nextSlot! < '2026-11-28T17:00:00Z')).toBe(true);
      expect(within.map(({ id }) => id)).not.toContain(sqlHelp.id);
    });
  });
});
