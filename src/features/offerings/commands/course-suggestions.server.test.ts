import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { completeLesson } from '#features/courses/commands/learn.server.ts';
import { courseWithLessons } from '#features/courses/queries/catalogue.server.ts';
import { enrolment } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { courseSuggestion } from '#infra/db/tables/upsell.server.ts';
import { newId, readId, type OfferingId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { backendWithNode, dataAnalysis, reactMastery } from '#tests/world/courses.ts';
import { offerings } from '#tests/world/offerings.ts';
import { ada, bola, halima, kemi, ngozi, segun, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { courseSuggestions, suggestionsInTime, wasPicked } from '../queries/course-suggestions.server.ts';
import { platformFunnel, tutorFunnel } from '../queries/funnel.server.ts';
import { dismissCourseSuggestions, noteSuggestionsShown, pickCourseSuggestion } from './course-suggestions.server.ts';

const LAGOS = { days: 7, timeZone: 'Africa/Lagos' };

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const ofReact = () =>
    offerings.filter(({ course, status }) => course?.id === reactMastery.id && status === 'SCHEDULED');
  const firstOfReact = () => ofReact()[0]?.id as OfferingId;
  const card = (who: Actor, course = reactMastery) => courseSuggestions(test.app, course.id, who.personId);
  const pick = (who: Actor | null, offeringId: string, courseId: string = reactMastery.id) =>
    execute(test.app, pickCourseSuggestion, who, { courseId, offeringId });
  const dismiss = (who: Actor | null, more: Record<string, unknown> = {}, courseId: string = reactMastery.id) =>
    execute(test.app, dismissCourseSuggestions, who, { courseId, ...more });

  async function shownIds(who: Actor, course = reactMastery): Promise<string[]> {
    const found = await card(who, course);
    return found.state === 'shown' ? found.offerings.map(({ id }) => id) : [];
  }

  async function addOfferings(count: number, tutor: Actor = tunde): Promise<void> {
    const now = test.app.clock.now();
    await test.app.db.insert(offering).values(
      Array.from({ length: count }, (_, index) => ({
        id: newId<OfferingId>(test.app.random, now.epochMilliseconds + index),
        tutorId: tutor.personId,
        courseId: reactMastery.id,
        title: `More ${index}`,
        durationMinutes: 30,
        priceMinor: minor(1_000_00),
        takesInstant: true,
        takesRequest: false,
        createdAt: now,
        updatedAt: now,
      })),
    );
  }

  describe('the card', () => {
    it('shows the offerings of the course, soonest first, with tutor, price and next free time', async () => {
      const found = await card(ada);
      if (found.state !== 'shown') throw new Error(`the card is ${found.state}`);
      expect(found.offerings.map(({ id }) => id).sort()).toEqual(
        ofReact()
          .map(({ id }) => id as string)
          .sort(),
      );
      const [first] = found.offerings;
      expect(first).toMatchObject({
        tutor: { name: 'Tunde Adeyemi', verified: true },
        course: { title: 'React mastery' },
      });
      const slots = found.offerings.flatMap(({ nextSlot }) => nextSlot ?? []);
      expect(slots).toEqual(slots.toSorted());
      expect(slots.length).toBeGreaterThan(0);
    });

    it('shows five at most', async () => {
      await addOfferings(7);
      expect(await shownIds(ada)).toHaveLength(5);
    });

    it('never offers a tutor what they give themselves', async () => {
      expect(await card(tunde)).toEqual({ state: 'none' });
      expect((await shownIds(ngozi)).length).toBeGreaterThan(0);
    });

    it('is empty where nobody offers anything, or nobody verified', async () => {
      await test.app.db.update(offering).set({ status: 'PAUSED' }).where(eq(offering.courseId, reactMastery.id));
      expect(await card(ada)).toEqual({ state: 'none' });
    });
  });

  describe('a source in trouble', () => {
    it('that never answers is left behind', async () => {
      const never = () => new Promise<never>(() => undefined);
      expect(await suggestionsInTime(test.app, ada, reactMastery.id, never, 20)).toEqual({ state: 'away' });
    });

    it('that fails, at once or later, costs nothing but the card', async () => {
      const later = () => Promise.reject(new Error('the database is away'));
      const atOnce = () => {
        throw new Error('a bug');
      };
      for (const source of [later, atOnce])
        expect(await suggestionsInTime(test.app, ada, reactMastery.id, source)).toEqual({ state: 'away' });
    });

    it('that fails after its budget is heard of by the log alone', async () => {
      let fail: (error: Error) => void = () => undefined;
      const source = () => new Promise<never>((_, reject) => (fail = reject));
      expect(await suggestionsInTime(test.app, ada, reactMastery.id, source, 20)).toEqual({ state: 'away' });
      fail(new Error('too late to matter')); // unhandled, it would end this run
      await new Promise((resolve) => setImmediate(resolve));
    });

    it('that is quick is shown', async () => {
      expect(await suggestionsInTime(test.app, ada, reactMastery.id)).toMatchObject({ state: 'shown' });
    });
  });

  describe('dismissing', () => {
    it('is remembered for this student and this course, until they want it back', async () => {
      expect(await dismiss(ada)).toEqual({ ok: true, value: { courseId: reactMastery.id, dismissed: true } });
      expect(await dismiss(ada), 'again').toMatchObject({ ok: true });
      expect(await card(ada)).toEqual({ state: 'dismissed' });
      expect(await card(bola), 'of somebody else').toMatchObject({ state: 'shown' });
      expect(await card(ada, dataAnalysis), 'of another course').toMatchObject({ state: 'shown' });
      expect(await dismiss(ada, { dismissed: 'false' })).toMatchObject({ value: { dismissed: false } });
      expect(await card(ada)).toMatchObject({ state: 'shown' });
    });

    it('stays when a new offering appears', async () => {
      await dismiss(ada);
      await addOfferings(1);
      expect(await card(ada)).toEqual({ state: 'dismissed' });
    });

    it('is refused where there is nothing to dismiss', async () => {
      expect(await dismiss(bola), 'not completed').toMatchObject({ ok: false, reason: 'wrong_state' });
      expect(await dismiss(segun), 'not enrolled').toMatchObject({ ok: false, reason: 'wrong_state' });
      expect(await dismiss(ada, {}, 'nothing')).toMatchObject({ reason: 'not_found', message: 'Course not found' });
      expect(await dismiss(kemi)).toMatchObject({ reason: 'forbidden' });
      expect(await dismiss(null)).toMatchObject({ reason: 'signed_out' });
    });

    it('takes nobody else along, and no words for a yes', async () => {
      expect(await dismiss(bola, { studentId: ada.personId })).toMatchObject({ reason: 'unknown_key' });
      for (const dismissed of ['yes', 1, null, '<script>']) {
        expect(await dismiss(ada, { dismissed })).toMatchObject({ reason: 'invalid' });
      }
      expect(await card(ada)).toMatchObject({ state: 'shown' });
    });
  });

  describe('picking', () => {
    it('answers with what the checkout carries on, and is believed from then on', async () => {
      const id = firstOfReact();
      expect(await wasPicked(test.app.db, ada.personId, reactMastery.id, id)).toBe(false);
      expect(await pick(ada, id)).toEqual({
        ok: true,
        value: { offeringId: id, from: `course:${reactMastery.id}` },
      });
      expect(await wasPicked(test.app.db, ada.personId, reactMastery.id, id)).toBe(true);
      expect(await wasPicked(test.app.db, bola.personId, reactMastery.id, id)).toBe(false);
    });

    it('is refused for what is not of this course, not listed or one’s own', async () => {
      const foreign = offerings.find(({ course }) => course?.id === backendWithNode.id)?.id ?? '';
      const words = { reason: 'not_found', message: 'This offering is not open for booking.' };
      expect(await pick(ada, foreign)).toMatchObject(words);
      expect(await pick(ada, 'nothing')).toMatchObject(words);
      const id = firstOfReact();
      await test.app.db.update(offering).set({ status: 'PAUSED' }).where(eq(offering.id, id));
      expect(await pick(ada, id)).toMatchObject(words);
      await test.app.db.update(offering).set({ status: 'SCHEDULED', tutorId: ada.personId }).where(eq(offering.id, id));
      expect(await pick(ada, id)).toMatchObject(words);
    });

    it('is refused before the course is completed, and counts nothing', async () => {
      expect(await pick(bola, firstOfReact())).toMatchObject({ ok: false, reason: 'wrong_state' });
      expect(await pick(ada, firstOfReact(), 'nothing')).toMatchObject({ reason: 'not_found' });
      expect(await pick(kemi, firstOfReact())).toMatchObject({ reason: 'forbidden' });
      expect(await pick(null, firstOfReact())).toMatchObject({ reason: 'signed_out' });
      expect(await test.app.db.select().from(courseSuggestion)).toEqual([]);
    });
  });

  describe('the funnel', () => {
    const teacher = (who: Actor) => {
      const allowed = may(who, 'session.teach');
      if (!allowed.ok) throw new Error(`${who.name} teaches nothing`);
      return allowed.value;
    };
    const tundes = (wanted = LAGOS) => tutorFunnel(test.app, teacher(tunde), wanted);
    const show = async (who: Actor) => {
      const ids = (await shownIds(who)).map((id) => readId<OfferingId>(id));
      await noteSuggestionsShown(test.app, who, reactMastery.id, ids);
      return ids;
    };

    async function completeReact(who: Actor): Promise<void> {
      const lessons = (await courseWithLessons(test.app.db, 'react-mastery'))?.lessons ?? [];
      const enrolled = { courseId: reactMastery.id, studentId: who.personId, enrolledAt: test.app.clock.now() };
      await test.app.db.insert(enrolment).values(enrolled).onConflictDoNothing();
      for (const { id } of lessons) await execute(test.app, completeLesson, who, { lessonId: id });
    }

    it('counts each student once a step, however often they come back', async () => {
      const [first] = await show(ada);
      for (let times = 0; times < 3; times += 1) {
        await show(ada);
        await pick(ada, first ?? '');
      }
      await completeReact(bola);
      await show(bola);
      const { lines, totals } = await tundes();
      expect(lines.find(({ offeringId }) => offeringId === first)).toMatchObject({
        course: 'React mastery',
        tutor: 'Tunde Adeyemi',
        shown: 2,
        clicked: 1,
        booked: 0,
        paid: 0,
      });
      expect(totals, 'three offerings a student, and still two students').toEqual({
        shown: 2,
        clicked: 1,
        booked: 0,
        paid: 0,
      });
    });

    it('puts a student on the day of the reader’s own calendar on which they were first shown it', async () => {
      test.clock.set('2026-11-23T23:30:00Z'); // Tuesday already in Lagos
      await show(ada);
      test.clock.set('2026-11-25T09:00:00Z');
      const days = async (timeZone: string) => (await tundes({ days: 7, timeZone })).byDay.map(({ date }) => date);
      expect(await days('Africa/Lagos')).toEqual(['2026-11-24']);
      expect(await days('America/New_York')).toEqual(['2026-11-23']);
      expect((await tundes({ days: 1, timeZone: 'Africa/Lagos' })).lines).toEqual([]);
    });

    it('shows a tutor nothing of others, and the platform everything', async () => {
      await show(ada);
      expect((await tutorFunnel(test.app, teacher(ngozi), LAGOS)).lines).toEqual([]);
      const admin = may(kemi, 'platform.administer');
      if (!admin.ok) throw new Error('Kemi is an admin');
      const all = await platformFunnel(test.app, admin.value, LAGOS);
      expect(all.lines).toEqual((await tundes()).lines);
      expect(all.totals.shown).toBe(1);
    });

    it('is empty before anybody was shown anything', async () => {
      const nothing = { shown: 0, clicked: 0, booked: 0, paid: 0 };
      expect(await tundes()).toEqual({ lines: [], byDay: [], totals: nothing });
    });

    it('never has a later step without the one before it', async () => {
      const row = { studentId: halima.personId, courseId: reactMastery.id, offeringId: firstOfReact() };
      const now = test.app.clock.now();
      await expect(
        test.app.db.insert(courseSuggestion).values({ ...row, shownAt: now, bookedAt: now }),
      ).rejects.toMatchObject({ cause: { code: '23514' } });
    });
  });
});
