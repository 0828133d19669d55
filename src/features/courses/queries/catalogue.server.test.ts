import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { course } from '#infra/db/tables/courses.server.ts';
import { newId, type CourseId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { courses, reactMastery } from '#tests/world/courses.ts';
import { ada, bola, halima, ngozi, tunde, type WorldPerson } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { courseCatalogue, courseWithLessons, lessonText } from './catalogue.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  it('lists every course with its teacher and how many lessons it has', async () => {
    const { courses: listed, nextCursor } = await courseCatalogue(test.app.db);
    expect(listed.map(({ slug }) => slug).sort()).toEqual(courses.map(({ slug }) => slug).sort());
    expect(nextCursor).toBeNull();
    expect(listed.find(({ slug }) => slug === 'react-mastery')).toEqual({
      id: reactMastery.id,
      slug: 'react-mastery',
      title: 'React mastery',
      summary: reactMastery.summary,
      thumbnail: '/course-images/react-mastery.svg',
      teacher: { name: 'Tunde Adeyemi', avatar: '/avatars/tunde.svg' },
      lessons: reactMastery.lessons.length,
      progress: null,
      isOwn: false,
    });
  });

  it('tells each viewer how far they are, and whose course it is', async () => {
    const seenBy = async (viewer: WorldPerson | null) => {
      const { courses: listed } = await courseCatalogue(test.app.db, null, viewer?.personId);
      return listed.find(({ slug }) => slug === 'react-mastery');
    };
    expect((await seenBy(ada))?.progress).toEqual({ done: 6, completedAt: '2026-11-21T09:00:00Z' });
    expect((await seenBy(bola))?.progress).toEqual({ done: 5, completedAt: null });
    expect(await seenBy(halima)).toMatchObject({ progress: null, isOwn: false });
    expect(await seenBy(tunde)).toMatchObject({ progress: null, isOwn: true });
  });

  it('goes through a long catalogue page by page, naming each course once', async () => {
    await addCourses(settings.pageSize);
    const first = await courseCatalogue(test.app.db);
    const second = await courseCatalogue(test.app.db, first.nextCursor);
    expect(first.courses).toHaveLength(settings.pageSize);
    expect(second.nextCursor).toBeNull();
    const slugs = [...first.courses, ...second.courses].map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(settings.pageSize + courses.length);
  });

  it('shows one course with its lessons in order', async () => {
    const found = await courseWithLessons(test.app.db, 'react-mastery');
    expect(found?.lessons.map(({ title }) => title)).toEqual(reactMastery.lessons.map(([title]) => title));
    expect(found?.course.title).toBe('React mastery');
    expect(await lessonText(test.app.db, reactMastery.id, 2)).toBe(reactMastery.lessons[1]?.[1]);
    expect(await lessonText(test.app.db, reactMastery.id, 99)).toBeNull();
  });

  it('marks the lessons that this viewer has done, and nobody else’s', async () => {
    const done = async (viewer: WorldPerson | null) =>
      (await courseWithLessons(test.app.db, 'react-mastery', viewer?.personId))?.lessons
        .filter(({ isDone }) => isDone)
        .map(({ position }) => position);
    expect(await done(bola)).toEqual([1, 2, 3, 4, 5]);
    expect(await done(halima)).toEqual([]);
    expect(await done(null)).toEqual([]);
  });

  it('names its maker while nobody teaches it, and nobody when there is neither', async () => {
    await addCourses(1, { creatorId: ngozi.personId });
    await addCourses(1, {}, 'orphan');
    expect((await courseWithLessons(test.app.db, 'added-0'))?.course.teacher?.name).toBe('Ngozi Eze');
    expect((await courseWithLessons(test.app.db, 'orphan-0'))?.course.teacher).toBeNull();
  });

  it('finds no course of an unknown name', async () => {
    for (const slug of ['nothing-of-that-name', '', 'a\0b', "' or 1=1 --", '../react-mastery', 'x'.repeat(10_000)])
      expect(await courseWithLessons(test.app.db, slug), slug).toBeNull();
    expect((await courseCatalogue(test.app.db, 'no cursor of ours')).courses).toEqual([]);
  });

  async function addCourses(
    count: number,
    owner: { tutorId?: typeof tunde.personId; creatorId?: typeof tunde.personId } = { tutorId: tunde.personId },
    slug = 'added',
  ): Promise<void> {
    const { app } = test;
    const now = app.clock.now();
    await app.db.insert(course).values(
      Array.from({ length: count }, (_, index) => ({
        id: newId<CourseId>(app.random, now.epochMilliseconds + index),
        slug: `${slug}-${index}`,
        title: `Course ${index}`,
        summary: 'One of many.',
        priceMinor: minor(0),
        createdAt: now,
        ...owner,
      })),
    );
  }
});
