import { expect, it } from 'vitest';
import type { PersonId } from '#shared/id.ts';
import { mayRead, nextToDo, ownsCourse, progressWords } from './rules.ts';

const tunde = 'tunde' as PersonId;
const ngozi = 'ngozi' as PersonId;

it('gives a course to its tutor and to its creator, and to nobody else', () => {
  expect(ownsCourse({ tutorId: tunde, creatorId: null }, tunde)).toBe(true);
  expect(ownsCourse({ tutorId: ngozi, creatorId: tunde }, tunde)).toBe(true);
  expect(ownsCourse({ tutorId: ngozi, creatorId: null }, tunde)).toBe(false);
  expect(ownsCourse({ tutorId: null, creatorId: null }, tunde)).toBe(false);
});

it('goes on with the next lesson that is to do, and comes back for those skipped', () => {
  const lessons = [true, false, true, false].map((isDone, index) => ({ position: index + 1, isDone }));
  expect(nextToDo(lessons)).toBe(2);
  expect(nextToDo(lessons, 2)).toBe(4);
  expect(nextToDo(lessons, 4)).toBe(2);
  expect(nextToDo(lessons.map(({ position }) => ({ position, isDone: true })))).toBeNull();
  expect(nextToDo([])).toBeNull();
});

it('never says that more lessons are done than there are', () => {
  expect(progressWords(2, 5)).toBe('2 of 5 lessons done');
  expect(progressWords(1, 1)).toBe('1 of 1 lesson done');
  expect(progressWords(6, 5)).toBe('5 of 5 lessons done');
});

it('lets those read who are enrolled and those whose course it is', () => {
  expect(mayRead({ progress: { done: 0, completedAt: null }, isOwn: false })).toBe(true);
  expect(mayRead({ progress: null, isOwn: true })).toBe(true);
  expect(mayRead({ progress: null, isOwn: false })).toBe(false);
});
