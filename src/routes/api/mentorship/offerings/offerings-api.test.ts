import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { dataAnalysis, reactMastery } from '#tests/world/courses.ts';
import { brandIdentity, queueWorkshop, reactReview, salaryTalk } from '#tests/world/offerings.ts';
import { ada, tunde, zainab } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import * as suggestions from '../suggestions/+server.ts';
import * as list from './+server.ts';
import * as one from './[id]/+server.ts';
import * as slots from './[id]/slots/+server.ts';

type Answer = {
  status: number;
  headers: Headers;
  body: Record<string, never> & { error?: { code: string; fields?: object } };
};

forEachEngine((_engine, open) => {
  let test: TestApp;
  let lookups = 0;

  beforeAll(async () => {
    test = await open();
    await seedOfferings(test.app);
  });
  afterAll(() => test.close());

  /** Calls an endpoint as the server would, with the parts of a request that these read. */
  const get = async (
    handler: unknown,
    query: string | Record<string, string>,
    { id = '', actor = null }: { id?: string; actor?: Actor | null } = {},
  ): Promise<Answer> => {
    const url = new URL(`http://localhost/api?${new URLSearchParams(query)}`);
    const locals = { app: test.app, actor: async () => ((lookups += 1), actor) };
    const call = handler as (event: object) => Promise<Response>;
    const response = await call({ locals, url, params: { id }, getClientAddress: () => '203.0.113.9' });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  const fieldsOf = ({ body }: Answer) => Object.keys(body.error?.fields ?? {});

  describe('GET /api/mentorship/offerings', () => {
    it('answers with a page, its cursor, and everything that a card shows', async () => {
      const first = await get(list.GET, { limit: '2', sort: 'price' });
      expect(first.status).toBe(200);
      expect(first.headers.get('cache-control')).toBe('no-store');
      const { offerings, nextCursor } = first.body as unknown as { offerings: object[]; nextCursor: string };
      expect(offerings).toHaveLength(2);
      expect(offerings[0]).toMatchObject({
        isOffering: true,
        price: 0,
        bookingModes: expect.any(Array),
        tutor: { name: expect.any(String), verified: true },
        nextSlot: expect.stringMatching(/^2026-.*Z$/),
      });
      const second = await get(list.GET, { limit: '2', sort: 'price', cursor: nextCursor });
      expect((second.body as unknown as { offerings: { price: number }[] }).offerings[0]?.price).toBe(4500);
      expect(Object.keys(second.body).sort()).toEqual(['nextCursor', 'offerings']);
    });

    it('reads money as naira and treats empty fields as not given', async () => {
      const found = await get(list.GET, { minPrice: '5000', maxPrice: '5000.00', q: '', courseId: '', duration: '' });
      const { offerings, nextCursor } = found.body as unknown as { offerings: { id: string }[]; nextCursor: null };
      expect(offerings.map(({ id }) => id)).toEqual([reactReview.id]);
      expect(nextCursor).toBeNull();
    });

    it('names every field that it cannot read', async () => {
      const wrong: [string, string][] = [
        ['q', 'x'.repeat(101)],
        ['q', 'word '.repeat(2_000)],
        ['q', 'nul\u0000'],
        ['minPrice', '-1'],
        ['minPrice', '1e3'],
        ['maxPrice', '1.234'],
        ['duration', '37'],
        ['duration', 'long'],
        ['availableWithinDays', '0'],
        ['availableWithinDays', '61'],
        ['availableWithinDays', '1.5'],
        ['sort', 'rating'],
        ['sort', 'best'],
        ['mode', 'instant'],
        ['completed', 'yes'],
        ['limit', '0'],
        ['limit', '51'],
        ['limit', 'all'],
        ['cursor', 'garbage'],
        ['cursor', 'x'.repeat(300)],
        ['courseId', 'x'.repeat(65)],
      ];
      for (const [name, value] of wrong) {
        const refused = await get(list.GET, { [name]: value });
        expect([refused.status, refused.body.error?.code, fieldsOf(refused)], `${name}=${value}`).toEqual([
          422,
          'invalid',
          [name],
        ]);
      }
      expect(fieldsOf(await get(list.GET, { minPrice: '10', maxPrice: '5' }))).toEqual(['maxPrice']);
    });

    it('refuses names that it does not know, and names given twice', async () => {
      const unknown = await get(list.GET, { page: '2' });
      expect([unknown.status, unknown.body.error?.code, fieldsOf(unknown)]).toEqual([422, 'unknown_key', ['page']]);
      expect(fieldsOf(await get(list.GET, 'q=a&q=b'))).toEqual(['q']);
      expect((await get(list.GET, { __proto__x: '1' })).status).toBe(422);
      expect((await get(list.GET, '__proto__=1')).status).toBe(422);
    });

    it('refuses another order’s cursor', async () => {
      const { body } = await get(list.GET, { limit: '2', sort: 'price' });
      const { nextCursor } = body as unknown as { nextCursor: string };
      expect(fieldsOf(await get(list.GET, { sort: 'newest', cursor: nextCursor }))).toEqual(['cursor']);
    });

    it('asks for nobody’s account', () => expect(lookups).toBe(0));

    it('searches in the order of the best match, whatever is typed', async () => {
      const found = await get(list.GET, { q: 'Recat' });
      const { offerings } = found.body as unknown as { offerings: { title: string }[] };
      expect(offerings.map(({ title }) => title)).toContain('React code review, one to one');
      for (const q of ['%', "' or 1=1 --", '<script>', '\\', '🎈'])
        expect((await get(list.GET, { q })).status, q).toBe(200);
    });

    it('knows the completed courses of whoever is signed in, and of nobody else', async () => {
      const signedOut = await get(list.GET, { completed: '1' });
      expect([signedOut.status, signedOut.body.error?.code]).toEqual([401, 'signed_out']);
      const { body } = await get(list.GET, { completed: '1' }, { actor: ada });
      const { offerings } = body as unknown as { offerings: { course: { id: string } }[] };
      expect(new Set(offerings.map(({ course }) => course.id))).toEqual(new Set([reactMastery.id]));
      lookups = 0;
    });
  });

  describe('GET /api/mentorship/offerings/[id]', () => {
    it('shows a listed offering to everybody', async () => {
      const { status, body } = await get(one.GET, {}, { id: reactReview.id });
      expect([status, Object.keys(body)]).toEqual([200, ['offering']]);
      expect(body['offering']).toMatchObject({
        id: reactReview.id,
        course: { slug: 'react-mastery' },
        refundPolicy: 'standard',
      });
      expect(lookups).toBe(0);
    });

    it('shows an unlisted one to its own tutor only', async () => {
      expect((await get(one.GET, {}, { id: brandIdentity.id })).status).toBe(404);
      expect((await get(one.GET, {}, { id: brandIdentity.id, actor: tunde })).status).toBe(404);
      expect((await get(one.GET, {}, { id: brandIdentity.id, actor: zainab })).body['offering']).toMatchObject({
        status: 'PAUSED',
      });
      expect((await get(one.GET, {}, { id: queueWorkshop.id, actor: ada })).body.error?.code).toBe('not_found');
    });

    it('knows no other id, and no query', async () => {
      for (const id of ['nonsense', '0197d400-0004-7000-8000-000000000999', "' or 1=1"]) {
        expect((await get(one.GET, {}, { id })).status, id).toBe(404);
      }
      expect((await get(one.GET, { fields: 'all' }, { id: reactReview.id })).status).toBe(422);
    });
  });

  describe('GET /api/mentorship/offerings/[id]/slots', () => {
    const ask = (query: string | Record<string, string>, id: string = reactReview.id) => get(slots.GET, query, { id });
    const days = { from: '2026-11-24', to: '2026-11-25' };

    it('answers with starts in UTC and the zone', async () => {
      const { status, body, headers } = await ask({ ...days, tz: 'Europe/London', bookingMode: 'REQUEST' });
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toMatchObject({ timeZone: 'Europe/London' });
      expect((body as unknown as { slots: string[] }).slots[0]).toBe('2026-11-24T08:00:00Z');
    });

    it('names every field that it cannot read', async () => {
      const wrong: [string, object][] = [
        ['from', { from: '2026-02-30' }],
        ['from', { from: '24.11.2026' }],
        ['from', { from: '2026-11-24T00:00:00Z' }],
        ['from', { from: '0001-01-01' }],
        ['from', { from: '' }],
        ['to', { to: '' }],
        ['to', { to: '2026-11-24' }],
        ['to', { to: '2026-11-23' }],
        ['to', { to: '2027-01-26' }],
        ['to', { to: '9999-12-31' }],
        ['tz', { tz: 'Africa/Atlantis' }],
        ['tz', { tz: "Africa/Lagos'; --" }],
        ['bookingMode', { bookingMode: 'LATER' }],
      ];
      for (const [name, change] of wrong) {
        const refused = await ask({ ...days, ...change });
        expect([refused.status, refused.body.error?.code], JSON.stringify(change)).toEqual([422, 'invalid']);
        expect(fieldsOf(refused), JSON.stringify(change)).toEqual([name]);
      }
      expect((await ask({ ...days, to: '2027-01-25' })).status).toBe(200);
      expect(fieldsOf(await ask({}))).toEqual(['from', 'to']);
      expect((await ask({ ...days, now: '2020-01-01' })).body.error?.code).toBe('unknown_key');
    });

    it('refuses a mode that the offering does not take, and an offering that is not listed', async () => {
      const refused = await ask({ ...days, bookingMode: 'INSTANT' }, salaryTalk.id);
      expect([refused.status, refused.body.error?.code, fieldsOf(refused)]).toEqual([
        422,
        'mode_not_offered',
        ['bookingMode'],
      ]);
      expect((await ask(days, brandIdentity.id)).status).toBe(404);
      expect((await ask(days, 'nonsense')).status).toBe(404);
    });
  });

  describe('GET /api/mentorship/suggestions', () => {
    it('answers for a course, asking for nobody’s account', async () => {
      const before = lookups;
      const { status, body } = await get(suggestions.GET, { courseId: dataAnalysis.id });
      expect(status).toBe(200);
      expect(body).toMatchObject({ total: 2, suggestions: [{ currency: 'NGN' }, { currency: 'NGN' }] });
      expect(lookups).toBe(before);
    });

    it('answers an unknown course with nothing, and none with 422', async () => {
      const unknown = await get(suggestions.GET, { courseId: 'X' });
      expect([unknown.status, unknown.body]).toEqual([200, { suggestions: [], total: 0 }]);
      for (const query of ['', 'courseId=', `courseId=${reactMastery.id}&courseId=x`]) {
        const refused = await get(suggestions.GET, query);
        expect([refused.status, refused.body.error?.code, fieldsOf(refused)], query).toEqual([
          422,
          'invalid',
          ['courseId'],
        ]);
      }
      expect((await get(suggestions.GET, { courseId: reactMastery.id, limit: '3' })).body.error?.code).toBe(
        'unknown_key',
      );
    });
  });

  it('says of each what may be asked of it', async () => {
    for (const endpoint of [list, one, slots, suggestions]) {
      const options = (endpoint.OPTIONS as unknown as () => Response)();
      expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
      const post = (endpoint.fallback as unknown as () => Response)();
      expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });
});
