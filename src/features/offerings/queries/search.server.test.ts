import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { offering, searchWord } from '#infra/db/tables/offerings.server.ts';
import type { OfferingId } from '#shared/id.ts';
import { addOffering, addTutor } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import type { OfferingFilters } from '../types.ts';
import { listOfferings, readFilters } from './marketplace.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;
  let tunde: Actor;
  let amara: Actor;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    [tunde, amara] = [await addTutor(test.app, 'Tunde Adéyẹmí'), await addTutor(test.app, 'Amara Nwosu')];
  });

  const offer = async (title: string, description = 'We look at your work.', tutor = tunde): Promise<OfferingId> => {
    const id = await addOffering(test.app, tutor, { title, priceMinor: 500_000 });
    await test.app.db.update(offering).set({ description }).where(eq(offering.id, id));
    return id;
  };
  const find = async (q: string, more: Partial<OfferingFilters> = {}) =>
    (await listOfferings(test.app, { q, sort: 'best', limit: 50, ...more })).offerings.map(({ title }) => title);

  describe('a search', () => {
    it('finds words in any form, by their beginnings, and names without their accents', async () => {
      await offer('Programming reviews');
      expect(await find('review')).toEqual(['Programming reviews']);
      expect(await find('programmed')).toEqual(['Programming reviews']);
      expect(await find('programmi')).toEqual(['Programming reviews']);
      expect(await find('adeyemi')).toEqual(['Programming reviews']);
      expect(await find('ADÉYẸMÍ how to review')).toEqual(['Programming reviews']);
      expect(await find('review cooking')).toEqual([]);
    });

    it('finds what was mistyped: a letter swapped, left out, added, or wrong', async () => {
      await offer('React dashboards');
      await offer('Salary talk', undefined, amara);
      for (const q of ['recat', 'raect', 'reactt', 'dashbords', 'dasboards', 'recat dashbords']) {
        expect(await find(q), q).toEqual(['React dashboards']);
      }
      expect(await find('Nwozu')).toEqual(['Salary talk']);
      expect(await find('sallary')).toEqual(['Salary talk']);
      expect(await find('zzzzzz')).toEqual([]);
      const read = await readFilters(test.app, { q: 'recat', sort: 'best', limit: 5 }, null);
      expect(read.search?.corrections).toEqual(['react']);
    });

    it('corrects nothing that enough people offer as it is typed', async () => {
      for (const n of [1, 2, 3]) await offer(`React ${n}`);
      await offer('Reach your goals');
      expect((await find('react')).toSorted()).toEqual(['React 1', 'React 2', 'React 3']);
    });

    it('puts words as typed before beginnings before likenesses, and titles before descriptions', async () => {
      await offer('Reach your goals');
      await offer('Reactive systems');
      await offer('Evening class', 'A little react, among other things.');
      await offer('React');
      expect(await find('react')).toEqual(['React', 'Evening class', 'Reactive systems']);
      await test.app.db.update(offering).set({ status: 'PAUSED' }).where(eq(offering.title, 'React'));
      expect(await find('react')).toEqual(['Evening class', 'Reactive systems', 'Reach your goals']);
    });

    it('shows everything once, page by page, whatever the ties', async () => {
      for (let n = 0; n < 9; n += 1)
        await offer(n % 3 === 0 ? 'React review' : 'Review of anything', 'React, of course.');
      for (const sort of ['best', 'soonest', 'price', 'price-desc', 'newest'] as const) {
        const all = (await listOfferings(test.app, { q: 'react', sort, limit: 50 })).offerings.map(({ id }) => id);
        expect(all, sort).toHaveLength(9);
        const walked: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listOfferings(test.app, { q: 'react', sort, limit: 2, cursor });
          walked.push(...page.offerings.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined && walked.length < 50);
        expect(walked, sort).toEqual(all);
      }
    });

    it('is harmed by no character, and finds nothing by none', async () => {
      await offer("100% of C++, it's <b>bold</b>");
      for (const q of ['%', '_', '\\', "'", '"', '🎈', '& | ! : * ( ) <->', '\u202e', "';--"]) {
        expect(await find(q), q).toEqual([]);
      }
      for (const q of ['100%', 'C++', "it's", '<b>bold</b>', 'bold:* & !c', "'bold' | 'x' bold", 'bold; -- ']) {
        expect((await find(q)).length, q).toBeLessThanOrEqual(1);
      }
      expect(await find('c++')).toHaveLength(1);
      expect(await find('<b>bold</b>')).toHaveLength(1);
      expect(await find('100% c++')).toHaveLength(1);
      expect(await find('c#')).toEqual([]);
    });
  });

  describe('what is found follows', () => {
    it('a new title, another course title and another name, at once', async () => {
      const id = await offer('Old title');
      await test.app.db.update(offering).set({ title: 'Kubernetes' }).where(eq(offering.id, id));
      expect(await find('kubernetes')).toEqual(['Kubernetes']);
      expect(await find('old')).toEqual([]);
      await test.app.db.update(person).set({ name: 'Folake Adisa' }).where(eq(person.id, tunde.personId));
      expect(await find('folake')).toEqual(['Kubernetes']);
      expect(await find('tunde')).toEqual([]);
    });

    it('and a name that was taken back is kept nowhere', async () => {
      await offer('Kubernetes');
      await offer('Salary talk', 'With Amara herself.', amara);
      await test.app.db.update(person).set({ name: 'Someone' }).where(eq(person.id, tunde.personId));
      await test.app.db.update(person).set({ name: 'Someone else' }).where(eq(person.id, amara.personId));
      const words = (await test.app.db.select().from(searchWord)).map(({ word }) => word);
      expect(words).not.toContain('tunde');
      expect(words).not.toContain('adeyemi');
      expect(words, 'still said in a description').toContain('amara');
      const { rows } = await test.app.db.execute(sql`select 1 from offering_search where search @@ 'tunde'`);
      expect(rows).toEqual([]);
    });
  });
});
