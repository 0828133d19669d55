import type { Page } from '@playwright/test';
import { worldId } from '../world/ids.ts';
import { dataAnalysis, productDesign } from '../world/courses.ts';
import type { Product } from './product.ts';
import type { Place } from './places.ts';

/** The pages of learning: a course under way, one completed with its card, and who counted it. */
export async function coursePlaces(product: Product, student: Page['request']): Promise<Place[]> {
  const act = async (name: string, data: Record<string, string>) => {
    const answer = await student.post(`${product.url}/action/${name}`, { data });
    if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
  };
  for (const { id: courseId } of [dataAnalysis, productDesign]) await act('enrolInCourse', { courseId });
  await act('completeLesson', { lessonId: worldId('lesson', 101) });
  for (const index of productDesign.lessons.keys())
    await act('completeLesson', { lessonId: worldId('lesson', 201 + index) });
  return [
    { name: 'courses', path: '/courses', as: 'student' },
    { name: 'course', path: '/courses/data-analysis', as: 'student' },
    { name: 'lesson', path: '/courses/data-analysis/lessons/2', as: 'student' },
    { name: 'course completed', path: '/courses/product-design/complete', as: 'student' },
    { name: 'from course to booking, the tutor', path: '/tutor/mentorship/funnel', as: 'tutor' },
    { name: 'from course to booking, all', path: '/admin/mentorship/funnel', as: 'admin' },
  ];
}
