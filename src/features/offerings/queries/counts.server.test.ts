import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { completedCourseIds } from '#features/courses/queries/completed.server.ts';
import { reactMastery } from '#tests/world/courses.ts';
import { ada } from '#tests/world/people.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { settings } from '#shared/settings.ts';
import type { OfferingCounts, OfferingFilters } from '../types.ts';
import { countOfferings } from './counts.server.ts';
import { listOfferings, readFilters } from './marketplace.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => {
    test = await open();
    await seedOfferings(test.app);
  });
  afterAll(() => test.close());

  const base: OfferingFilters = { sort: 'soonest', limit: 50 };
  const count = async (filters: Partial<OfferingFilters>): Promise<OfferingCounts> => {
    const done = await completedCourseIds(test.app.db, ada.personId);
    return countOfferings(test.app, await readFilters(test.app, { ...base, ...filters }, done), done);
  };
  const found = async (filters: Partial<OfferingFilters>) =>
    (await listOfferings(test.app, { ...base, ...filters }, ada.personId)).offerings.length;

  const states: Partial<OfferingFilters>[] = [
    {},
    { q: 'react', sort: 'best' },
    { q: 'recat', sort: 'best' },
    { courseId: reactMastery.id },
    { completed: true },
    { minPriceMinor: 1, maxPriceMinor: 600_000, durationMinutes: 60 },
    { mode: 'REQUEST', availableWithinDays: 3 },
    { q: 'review', sort: 'best', maxPriceMinor: 1_000_000, mode: 'INSTANT', availableWithinDays: 14 },
  ];

  it.each(states)('are what choosing it then finds, whatever else is chosen: %j', async (filters) => {
    const counts = await count(filters);
    expect(counts.total).toBe(await found(filters));
    const noCourse = { ...filters, courseId: undefined, completed: undefined };
    for (const { value, count: n } of counts.courses ?? []) {
      expect(n, `course ${value}`).toBe(await found({ ...noCourse, courseId: value }));
    }
    expect(counts.completed).toBe(await found({ ...noCourse, completed: true }));
    for (const { value, count: n } of counts.tutors ?? []) expect(n).toBe(await found({ ...filters, tutorId: value }));
    for (const { value, count: n } of counts.durations ?? []) {
      expect(n, `${value} min`).toBe(await found({ ...filters, durationMinutes: value }));
    }
    for (const { value, count: n } of counts.modes ?? []) expect(n).toBe(await found({ ...filters, mode: value }));
    for (const { value, count: n } of counts.within ?? []) {
      expect(n, `${value} days`).toBe(await found({ ...filters, availableWithinDays: value }));
    }
    for (const { value, count: n } of counts.prices ?? []) {
      expect(n, `up to ${value}`).toBe(await found({ ...filters, minPriceMinor: undefined, maxPriceMinor: value }));
    }
    expect(counts.durations?.length).toBeGreaterThan(0);
    expect(counts.within).toHaveLength(settings.filterWithinDays.length);
  });

  it('say how many there would be without each filter', async () => {
    const filters = { q: 'react', sort: 'best', durationMinutes: 180, maxPriceMinor: 0 } as const;
    const counts = await count(filters);
    expect(counts.total).toBe(0);
    expect(counts.without).toEqual({
      words: await found({ ...filters, q: undefined, sort: 'soonest' }),
      duration: await found({ ...filters, durationMinutes: undefined }),
      price: await found({ ...filters, maxPriceMinor: undefined }),
    });
    expect((await count({ q: '%%%', sort: 'best' })).total).toBe(0);
  });

  it('stop where there is too much to count, and say so', async () => {
    await test.app.db.execute(sql`
      insert into offering (id, tutor_id, title, duration_minutes, price_minor, takes_instant, takes_request, created_at, updated_at)
      select gen_random_uuid(), o.tutor_id, 'Copy', 45, 700000, true, false, o.created_at, o.updated_at
      from offering o join person p on p.id = o.tutor_id, generate_series(1, ${settings.countsUpTo + 1})
      where o.id = (select o2.id from offering o2 join person p2 on p2.id = o2.tutor_id where p2.verified_at is not null limit 1)`);
    const counts = await count({});
    expect([counts.total, counts.durations, counts.tutors]).toEqual([null, null, null]);
    const some = await count({ durationMinutes: 180 });
    expect([some.total, some.durations]).toEqual([await found({ durationMinutes: 180 }), null]);
    expect(some.prices).not.toBeNull();
  });
});
