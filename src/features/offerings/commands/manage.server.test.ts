import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { eq } from 'drizzle-orm';
import { getTutorCourses } from '#features/courses/queries.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { Result } from '#shared/result.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { dataAnalysis, reactMastery, backendWithNode } from '#tests/world/courses.ts';
import { brandIdentity, reactReview, salaryTalk } from '#tests/world/offerings.ts';
import { ada, amara, ifeanyi, kemi, ngozi, tunde, zainab } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { getCourseMentorshipOfferings, getTutorMentorshipOfferings, offeringById } from '../queries/find.server.ts';
import type { OfferingView } from '../types.ts';
import { createMentorshipOffering, pauseMentorshipOffering, updateMentorshipOffering } from './manage.server.ts';

const DRAFT = { title: 'Node for React people', duration: 60, price: 5000 };

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const create = (actor: Actor | null, input: object) => execute(test.app, createMentorshipOffering, actor, input);
  const own = (actor: Actor) => execute(test.app, getTutorMentorshipOfferings, actor, {});
  const valueOf = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(`${result.reason}: ${result.message} ${JSON.stringify(result.fields)}`);
    return result.value;
  };
  const fieldsOf = (result: Result<unknown>) => (result.ok ? {} : (result.fields ?? {}));

  describe('creating an offering', () => {
    it('publishes it with its defaults and the first open time', async () => {
      expect(valueOf(await create(tunde, DRAFT))).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        isOffering: true,
        title: 'Node for React people',
        description: '',
        duration: 60,
        price: 5000,
        priceMinor: 500_000,
        currency: 'NGN',
        bookingModes: ['INSTANT'],
        status: 'SCHEDULED',
        tutor: {
          id: tunde.personId,
          name: 'Tunde Adeyemi',
          avatar: '/avatars/tunde.svg',
          headline: tunde.headline,
          role: 'TUTOR',
          verified: true,
          timeZone: 'Africa/Lagos',
        },
        course: null,
        nextSlot: '2026-11-23T11:00:00Z',
        createdAt: '2026-11-23T09:00:00Z',
      });
    });

    it('reads the price exactly, as a number or as text', async () => {
      for (const [price, priceMinor] of [
        ['1500.50', 150_050],
        [1500.5, 150_050],
        ['50', 5_000],
        [10_000_000, 1_000_000_000],
        [0, 0],
        ['0', 0],
        [64.1, 6_410],
      ] as const) {
        expect(valueOf(await create(tunde, { ...DRAFT, price })).priceMinor, String(price)).toBe(priceMinor);
      }
    });

    it('refuses every other price', async () => {
      const wrong = [
        49.99,
        '49.99',
        1,
        10_000_000.01,
        '10000001',
        -5,
        '-5',
        '5,000',
        '₦5000',
        '1e4',
        1.234,
        '1.234',
        '',
        ' ',
        'free',
        null,
        true,
        [],
        {},
      ];
      for (const price of wrong) {
        const refused = await create(tunde, { ...DRAFT, price });
        expect(refused, String(price)).toMatchObject({ ok: false, reason: 'invalid' });
        expect(Object.keys(fieldsOf(refused)), String(price)).toEqual(['price']);
      }
      for (const price of [20, '49.99', 10_000_000.01, 99_999_999_999, '99999999999'])
        expect(fieldsOf(await create(tunde, { ...DRAFT, price })), String(price)).toEqual({
          price: 'A price lies between ₦50 and ₦10,000,000; 0 makes it free.',
        });
      for (const price of ['five', '5000.505', '-1'])
        expect(fieldsOf(await create(tunde, { ...DRAFT, price })).price, price).toContain('at most two decimals');
    });

    it('takes the lengths on offer, from forms too, and no other', async () => {
      for (const duration of [30, 45, 60, 90, 120, 180, '90']) {
        expect(valueOf(await create(tunde, { ...DRAFT, duration })).duration).toBe(Number(duration));
      }
      for (const duration of [0, -60, 15, 61, 60.5, '60.0', '', 'an hour', null, '1e2']) {
        expect(Object.keys(fieldsOf(await create(tunde, { ...DRAFT, duration }))), String(duration)).toEqual([
          'duration',
        ]);
      }
    });

    it('trims the title and keeps it to one line of 120 characters', async () => {
      expect(valueOf(await create(tunde, { ...DRAFT, title: '  Hello  ' })).title).toBe('Hello');
      expect(valueOf(await create(tunde, { ...DRAFT, title: 'x'.repeat(120) })).title).toHaveLength(120);
      for (const title of ['', '   ', 'x'.repeat(121), 'two\nlines', 'nul\u0000', 'bell\u0007', 5, null]) {
        expect(Object.keys(fieldsOf(await create(tunde, { ...DRAFT, title }))), String(title)).toEqual(['title']);
      }
    });

    it('keeps markup as the text that it is', async () => {
      const title = '<script>alert(1)</script> & "quotes"';
      expect(valueOf(await create(tunde, { ...DRAFT, title })).title).toBe(title);
    });

    it('lets a description have lines, but no control characters and at most 2,000 characters', async () => {
      expect(valueOf(await create(tunde, { ...DRAFT, description: 'One\n\tTwo' })).description).toBe('One\n\tTwo');
      for (const description of ['x'.repeat(2001), 'nul\u0000', 7]) {
        expect(Object.keys(fieldsOf(await create(tunde, { ...DRAFT, description })))).toEqual(['description']);
      }
    });

    it('takes one or both ways of booking, each once', async () => {
      const both = valueOf(await create(tunde, { ...DRAFT, bookingModes: ['REQUEST', 'INSTANT'] }));
      expect(both.bookingModes).toEqual(['INSTANT', 'REQUEST']);
      expect(valueOf(await create(tunde, { ...DRAFT, bookingModes: ['REQUEST'] })).bookingModes).toEqual(['REQUEST']);
      for (const bookingModes of [[], ['INSTANT', 'INSTANT'], ['instant'], 'INSTANT', ['INSTANT', 'LATER'], null]) {
        const fields = Object.keys(fieldsOf(await create(tunde, { ...DRAFT, bookingModes })));
        expect(
          fields.every((name) => name.startsWith('bookingModes')),
          String(bookingModes),
        ).toBe(true);
        expect(fields).not.toEqual([]);
      }
    });

    it('asks four hours of notice where only requests are taken', async () => {
      expect(valueOf(await create(tunde, { ...DRAFT, bookingModes: ['REQUEST'] })).nextSlot).toBe(
        '2026-11-23T13:00:00Z',
      );
    });

    it('links a course that the tutor teaches or made', async () => {
      expect(valueOf(await create(tunde, { ...DRAFT, courseId: reactMastery.id })).course).toEqual({
        id: reactMastery.id,
        title: 'React mastery',
        slug: 'react-mastery',
      });
      expect(valueOf(await create(tunde, { ...DRAFT, courseId: backendWithNode.id })).course?.slug).toBe(
        'backend-with-node',
      );
      expect(valueOf(await create(tunde, { ...DRAFT, courseId: null })).course).toBeNull();
      expect(valueOf(await create(tunde, { ...DRAFT, courseId: '' })).course).toBeNull();
    });

    it('knows no other course, for a mentor none at all', async () => {
      const missing = { ok: false, reason: 'not_found', message: 'Course not found' };
      expect(await create(tunde, { ...DRAFT, courseId: dataAnalysis.id })).toMatchObject(missing);
      expect(await create(tunde, { ...DRAFT, courseId: '0197d400-0002-7000-8000-000000000099' })).toMatchObject(
        missing,
      );
      expect(await create(tunde, { ...DRAFT, courseId: 'react-mastery' })).toMatchObject(missing);
      expect(await create(ngozi, { ...DRAFT, courseId: reactMastery.id })).toMatchObject(missing);
      expect(valueOf(await own(tunde))).toHaveLength(4);
    });

    it('refuses what it does not know, and who may not', async () => {
      expect(await create(tunde, { ...DRAFT, tutorId: ngozi.personId })).toMatchObject({
        ok: false,
        reason: 'unknown_key',
      });
      expect(await create(tunde, { ...DRAFT, status: 'SCHEDULED' })).toMatchObject({
        ok: false,
        reason: 'unknown_key',
      });
      expect(await create(null, DRAFT)).toMatchObject({ ok: false, reason: 'signed_out' });
      for (const actor of [ada, kemi])
        expect(await create(actor, DRAFT)).toMatchObject({ ok: false, reason: 'forbidden' });
      expect(Object.keys(fieldsOf(await create(tunde, {}))).sort()).toEqual(['duration', 'price', 'title']);
    });

    it('keeps an unverified tutor’s offering to themselves', async () => {
      const { id } = valueOf(await create(ifeanyi, DRAFT));
      expect(await offeringById(test.app, id as never)).toBeNull();
      expect(await offeringById(test.app, id as never, ada.personId)).toBeNull();
      expect((await offeringById(test.app, id as never, ifeanyi.personId))?.tutor.verified).toBe(false);
      expect(valueOf(await own(ifeanyi)).map((one) => one.id)).toContain(id);
    });
  });

  describe('changing an offering', () => {
    const update = (actor: Actor, input: object) => execute(test.app, updateMentorshipOffering, actor, input);
    const pause = (actor: Actor, input: object) => execute(test.app, pauseMentorshipOffering, actor, input);

    it('changes what is given and nothing else', async () => {
      const changed = valueOf(await update(tunde, { offeringId: reactReview.id, price: '6000', duration: 180 }));
      expect(changed).toMatchObject({
        title: reactReview.title,
        price: 6000,
        duration: 180,
        course: { slug: 'react-mastery' },
      });
      expect(changed.nextSlot).toBe('2026-11-23T11:00:00Z');
      expect(valueOf(await update(tunde, { offeringId: reactReview.id, courseId: null })).course).toBeNull();
      expect(valueOf(await update(tunde, { offeringId: reactReview.id, bookingModes: ['REQUEST'] })).nextSlot).toBe(
        '2026-11-23T13:00:00Z',
      );
    });

    it('refuses what creating would refuse, and a change of nothing', async () => {
      expect(fieldsOf(await update(tunde, { offeringId: reactReview.id, price: 20 }))).toHaveProperty('price');
      expect(fieldsOf(await update(tunde, { offeringId: reactReview.id }))).toHaveProperty('title');
      expect(fieldsOf(await update(tunde, { title: 'No id' }))).toHaveProperty('offeringId');
      expect(await update(tunde, { offeringId: reactReview.id, courseId: dataAnalysis.id })).toMatchObject({
        reason: 'not_found',
        message: 'Course not found',
      });
    });

    it('leaves other people’s and deleted ones alone', async () => {
      for (const offeringId of [salaryTalk.id, 'nonsense', '']) {
        expect(await update(tunde, { offeringId, price: 6000 }), offeringId).toMatchObject({ reason: 'not_found' });
        expect(await pause(tunde, { offeringId }), offeringId).toMatchObject({ reason: 'not_found' });
      }
      await test.app.db.update(offering).set({ status: 'CANCELLED' }).where(eq(offering.id, reactReview.id));
      expect(await update(tunde, { offeringId: reactReview.id, price: 6000 })).toMatchObject({ reason: 'not_found' });
      expect(await pause(tunde, { offeringId: reactReview.id, paused: false })).toMatchObject({ reason: 'not_found' });
    });

    it('pauses, hides and brings back', async () => {
      expect(valueOf(await pause(tunde, { offeringId: reactReview.id })).status).toBe('PAUSED');
      expect(await offeringById(test.app, reactReview.id)).toBeNull();
      expect((await offeringById(test.app, reactReview.id, tunde.personId))?.status).toBe('PAUSED');
      expect(valueOf(await pause(tunde, { offeringId: reactReview.id, paused: false })).status).toBe('SCHEDULED');
      expect((await offeringById(test.app, reactReview.id))?.refundPolicy).toBe('standard');
      expect(fieldsOf(await pause(tunde, { offeringId: reactReview.id, paused: 'yes' }))).toHaveProperty('paused');
    });
  });

  describe('lists', () => {
    it('shows a tutor their own, newest first, paused ones too', async () => {
      const mine = valueOf(await own(zainab));
      expect(mine.map((one: OfferingView) => one.title)).toEqual([
        'Brand identity in an afternoon',
        'Plan a usability test',
        'Portfolio review for designers',
      ]);
      expect(mine[0]).toMatchObject({ id: brandIdentity.id, status: 'PAUSED' });
      expect(await own(ada)).toMatchObject({ reason: 'forbidden' });
      expect(await execute(test.app, getTutorMentorshipOfferings, tunde, { tutorId: 'x' })).toMatchObject({
        reason: 'unknown_key',
      });
    });

    it('shows the listed offerings of a course to everyone signed in', async () => {
      const list = (actor: Actor | null, input: object) =>
        execute(test.app, getCourseMentorshipOfferings, actor, input);
      for (const actor of [ada, tunde, ngozi, kemi]) {
        const found = valueOf(await list(actor, { courseId: dataAnalysis.id }));
        expect(found.map((one) => one.title).sort()).toEqual(['Dashboard review', 'SQL on your own data']);
      }
      expect(valueOf(await list(ada, { courseId: 'unknown' }))).toEqual([]);
      expect(fieldsOf(await list(ada, {}))).toHaveProperty('courseId');
      expect(await list(null, { courseId: dataAnalysis.id })).toMatchObject({ reason: 'signed_out' });
    });

    it('shows a tutor the courses that they own, with the price in naira', async () => {
      expect(valueOf(await execute(test.app, getTutorCourses, amara, {}))).toEqual([
        {
          id: dataAnalysis.id,
          title: 'Data analysis from zero',
          slug: 'data-analysis',
          price: 18_000,
          thumbnail: '/course-images/data-analysis.svg',
        },
      ]);
      const slugs = valueOf(await execute(test.app, getTutorCourses, tunde, {})).map(({ slug }) => slug);
      expect(slugs).toEqual(['backend-with-node', 'react-mastery']);
      expect(valueOf(await execute(test.app, getTutorCourses, ngozi, {}))).toEqual([]);
      expect(await execute(test.app, getTutorCourses, ada, {})).toMatchObject({ reason: 'forbidden' });
    });
  });
});
