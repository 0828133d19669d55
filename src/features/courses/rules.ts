import type { PersonId } from '#shared/id.ts';
import type { CatalogCourse, CourseView, LessonLine } from './types.ts';

/** Its tutor and its creator own a course: either may link offerings to it. */
export function ownsCourse(course: Pick<CatalogCourse, 'tutorId' | 'creatorId'>, personId: PersonId): boolean {
  return course.tutorId === personId || course.creatorId === personId;
}

/** Where to go on: the first lesson after this one that is not done, else the first of all; null when none is left. */
export function nextToDo(lessons: readonly Pick<LessonLine, 'position' | 'isDone'>[], after = 0): number | null {
  const left = lessons.filter(({ isDone }) => !isDone);
  return (left.find(({ position }) => position > after) ?? left[0])?.position ?? null;
}

/** `3 of 5 lessons done`. A lesson that was taken out of the course never makes it more than all. */
export function progressWords(done: number, lessons: number): string {
  return `${Math.min(done, lessons)} of ${lessons === 1 ? '1 lesson' : `${lessons} lessons`} done`;
}

/** Lessons are read by those who are enrolled, and by the course's own people; enrolling is free. */
export function mayRead({ progress, isOwn }: Pick<CourseView, 'progress' | 'isOwn'>): boolean {
  return isOwn || progress !== null;
}
