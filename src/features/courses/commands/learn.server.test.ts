import { and, count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { course, enrolment, lesson, lessonDone } from '#infra/db/tables/courses.server.ts';
import { newId, type CourseId, type LessonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { productDesign, reactMastery } from '#tests/world/courses.ts';
import { ada, bola, halima, kemi, ngozi, segun, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { courseWithLessons } from '../queries/catalogue.server.ts';
import { completeCourse, completeLesson, enrolInCourse } from './learn.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const enrol = (who: Actor | null, courseId: string = reactMastery.id) =>
    execute(test.app, enrolInCourse, who, { courseId });
  const finish = (who: Actor | null, courseId: string = reactMastery.id) =>
    execute(test.app, completeCourse, who, { courseId });
  const doLesson = (who: Actor | null, lessonId: string) => execute(test.app, completeLesson, who, { lessonId });

  async function lessonIds(slug = 'react-mastery'): Promise<string[]> {
    return ((await courseWithLessons(test.app.db, slug))?.lessons ?? []).map(({ id }) => id);
  }

  async function lessonAt(position: number): Promise<string> {
    return (await lessonIds())[position - 1] ?? '';
  }

  describe('enrolling', () => {
    it('is free and begins with the first lesson', async () => {
      const answer = await enrol(segun);
      expect(answer).toEqual({
        ok: true,
        value: { courseId: reactMastery.id, lessons: 6, done: 0, completedAt: null, nextLesson: 1 },
      });
    });

    it('twice gives the same answer and keeps what was done', async () => {
      await enrol(segun);
      await doLesson(segun, await lessonAt(1));
      expect(await enrol(segun)).toMatchObject({ ok: true, value: { done: 1, nextLesson: 2 } });
      const where = and(eq(enrolment.studentId, segun.personId), eq(enrolment.courseId, reactMastery.id));
      expect(await test.app.db.select({ rows: count() }).from(enrolment).where(where)).toEqual([{ rows: 1 }]);
    });

    it('refuses a course that nobody knows, in words', async () => {
      for (const courseId of ['nothing', halima.personId]) {
        expect(await enrol(segun, courseId)).toMatchObject({ reason: 'not_found', message: 'Course not found' });
      }
    });

    it('refuses its own tutor, an admin and the signed out', async () => {
      expect(await enrol(tunde)).toMatchObject({ ok: false, reason: 'own_course' });
      expect(await enrol(kemi)).toMatchObject({ ok: false, reason: 'forbidden' });
      expect(await enrol(null)).toMatchObject({ ok: false, reason: 'signed_out' });
      expect(await enrol(ngozi), 'a mentor may learn').toMatchObject({ ok: true });
    });

    it('refuses keys that it does not know, and ids that are none', async () => {
      const extra = { courseId: reactMastery.id, completedAt: '2020-01-01T00:00:00Z' };
      expect(await execute(test.app, enrolInCourse, segun, extra)).toMatchObject({ reason: 'unknown_key' });
      for (const courseId of [undefined, 7, null, 'x'.repeat(10_000), ['a']]) {
        expect(await execute(test.app, enrolInCourse, segun, { courseId })).toMatchObject({ reason: 'invalid' });
      }
    });
  });

  describe('a lesson', () => {
    it('is marked once, and leads to the one after it that is still to do', async () => {
      await enrol(segun);
      const third = await lessonAt(3);
      expect(await doLesson(segun, third)).toMatchObject({ ok: true, value: { done: 1, nextLesson: 4 } });
      test.clock.advance(60);
      expect(await doLesson(segun, third)).toMatchObject({ ok: true, value: { done: 1, nextLesson: 4 } });
      const rows = await test.app.db
        .select()
        .from(lessonDone)
        .where(eq(lessonDone.lessonId, third as LessonId));
      const his = rows.filter(({ studentId }) => studentId === segun.personId);
      expect(his.map(({ doneAt }) => doneAt.toString())).toEqual(['2026-11-23T09:00:00Z']);
    });

    it('that is the last completes the course, at that moment and once', async () => {
      const answer = await doLesson(bola, await lessonAt(6));
      expect(answer).toMatchObject({ value: { done: 6, completedAt: '2026-11-23T09:00:00Z', nextLesson: null } });
      test.clock.advance(60);
      const again = { value: { completedAt: '2026-11-23T09:00:00Z' } };
      expect(await doLesson(bola, await lessonAt(6))).toMatchObject(again);
      expect(await finish(bola)).toMatchObject(again);
    });

    it('of a course that one is not enrolled in is refused, one’s own course too', async () => {
      const id = await lessonAt(1);
      expect(await doLesson(segun, id)).toMatchObject({ ok: false, reason: 'not_enrolled' });
      expect(await doLesson(tunde, id)).toMatchObject({ ok: false, reason: 'not_enrolled' });
      expect(await doLesson(kemi, id)).toMatchObject({ ok: false, reason: 'forbidden' });
      const nobody = await test.app.db.select().from(lessonDone).where(eq(lessonDone.studentId, segun.personId));
      expect(nobody.filter(({ courseId }) => courseId === reactMastery.id)).toEqual([]);
    });

    it('that nobody knows is told so', async () => {
      expect(await doLesson(ada, 'nothing')).toMatchObject({ reason: 'not_found', message: 'Lesson not found' });
      expect(await doLesson(ada, reactMastery.id)).toMatchObject({ reason: 'not_found' });
    });

    it('done by two presses at once completes the course once', async () => {
      const last = await lessonAt(6);
      const answers = await Promise.all([doLesson(bola, last), doLesson(bola, last), finish(bola)]);
      const completed = answers.filter(({ ok }) => ok);
      expect(completed.length).toBeGreaterThanOrEqual(2);
      for (const answer of completed)
        expect(answer).toMatchObject({ value: { completedAt: '2026-11-23T09:00:00Z', done: 6 } });
    });
  });

  describe('finishing', () => {
    it('twice answers with the day on which it was first', async () => {
      expect(await finish(ada)).toMatchObject({ ok: true, value: { completedAt: '2026-11-21T09:00:00Z' } });
      expect(await finish(ada)).toMatchObject({ ok: true, value: { completedAt: '2026-11-21T09:00:00Z' } });
    });

    it('says how much is left', async () => {
      expect(await finish(bola)).toMatchObject({
        ok: false,
        reason: 'lessons_left',
        message: 'One lesson of this course is still to do. Nothing was changed.',
        data: { left: 1 },
      });
    });

    it('needs an enrolment and a course', async () => {
      expect(await finish(segun)).toMatchObject({ ok: false, reason: 'not_enrolled' });
      expect(await finish(segun, 'nothing')).toMatchObject({ reason: 'not_found' });
    });

    it('completes when the one lesson left was taken out of the course', async () => {
      await test.app.db.delete(lesson).where(eq(lesson.id, (await lessonAt(6)) as LessonId));
      expect(await finish(bola)).toMatchObject({ ok: true, value: { done: 5, lessons: 5 } });
    });

    it('stays completed when a lesson is added later', async () => {
      const id = newId<LessonId>(test.app.random, 0);
      await test.app.db
        .insert(lesson)
        .values({ id, courseId: productDesign.id, position: 5, title: 'More', body: 'Later.' });
      expect(await finish(bola, productDesign.id)).toMatchObject({ ok: true, value: { done: 4, lessons: 5 } });
    });

    it('is not possible while a course has no lessons', async () => {
      const id = newId<CourseId>(test.app.random, 0);
      const now = test.app.clock.now();
      const values = { id, slug: 'empty', title: 'Empty', summary: 'Soon.', priceMinor: minor(0), createdAt: now };
      await test.app.db.insert(course).values(values);
      expect(await enrol(ada, id)).toMatchObject({ ok: true, value: { lessons: 0, nextLesson: null } });
      expect(await finish(ada, id)).toMatchObject({ reason: 'lessons_left', data: { left: 0 } });
    });
  });
});
