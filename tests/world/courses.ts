import type { CourseId } from '#shared/id.ts';
import { worldId } from './ids.ts';
import { backendWithNodeLessons } from './lessons/backend-with-node.ts';
import { dataAnalysisLessons } from './lessons/data-analysis.ts';
import type { WorldLesson } from './lessons/lesson.ts';
import { productDesignLessons } from './lessons/product-design.ts';
import { reactMasteryLessons } from './lessons/react-mastery.ts';
import { ada, amara, bola, halima, segun, tunde, yusuf, zainab, type WorldPerson } from './people.ts';

export type WorldCourse = {
  readonly id: CourseId;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly priceNaira: number;
  readonly tutor: WorldPerson;
  readonly creator: WorldPerson;
  readonly lessons: readonly WorldLesson[];
};

export const reactMastery: WorldCourse = {
  id: worldId<CourseId>('course', 1),
  slug: 'react-mastery',
  title: 'React mastery',
  summary: 'From components that work to components that others enjoy changing.',
  priceNaira: 25_000,
  tutor: tunde,
  creator: tunde,
  lessons: reactMasteryLessons,
};

export const dataAnalysis: WorldCourse = {
  id: worldId<CourseId>('course', 2),
  slug: 'data-analysis',
  title: 'Data analysis from zero',
  summary: 'Ask a question, find the data, and answer so that someone can decide.',
  priceNaira: 18_000,
  tutor: amara,
  creator: amara,
  lessons: dataAnalysisLessons,
};

export const productDesign: WorldCourse = {
  id: worldId<CourseId>('course', 3),
  slug: 'product-design',
  title: 'Product design foundations',
  summary: 'Research, flows and screens for people who are in a hurry on a small phone.',
  priceNaira: 22_000,
  tutor: zainab,
  creator: zainab,
  lessons: productDesignLessons,
};

export const backendWithNode: WorldCourse = {
  id: worldId<CourseId>('course', 4),
  slug: 'backend-with-node',
  title: 'Backend with Node',
  summary: 'An API, a database and the nights on which nothing goes wrong.',
  priceNaira: 30_000,
  tutor: yusuf,
  creator: tunde,
  lessons: backendWithNodeLessons,
};

export const courses: readonly WorldCourse[] = [reactMastery, dataAnalysis, productDesign, backendWithNode];

/** Who takes what, and how far they are; all lessons done = completed. */
export const enrolments: readonly { student: WorldPerson; course: WorldCourse; lessonsDone: number }[] = [
  { student: ada, course: reactMastery, lessonsDone: 6 },
  { student: ada, course: dataAnalysis, lessonsDone: 2 },
  { student: bola, course: reactMastery, lessonsDone: 5 },
  { student: bola, course: productDesign, lessonsDone: 4 },
  { student: segun, course: backendWithNode, lessonsDone: 5 },
  { student: halima, course: dataAnalysis, lessonsDone: 5 },
  { student: halima, course: productDesign, lessonsDone: 1 },
];
