import { error, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { completeLesson } from '#features/courses/commands/learn.server.ts';
import { courseWithLessons, lessonText } from '#features/courses/queries/catalogue.server.ts';
import { mayRead } from '#features/courses/rules.ts';
import { readId, type CourseId } from '#shared/id.ts';
import { formValues } from '#ui/form-data.ts';
import { signedIn } from '../../../../mentorship/session-actions.server.ts';
import { refusedStep } from '../../../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { app } = locals;
  const actor = await locals.actor();
  const found = await courseWithLessons(app.db, params.slug, actor?.personId);
  if (found === null) error(404, 'We have no course of that name.');
  const { course, lessons } = found;
  const at = lessons.findIndex(({ position }) => String(position) === params.position);
  const lesson = lessons[at];
  if (lesson === undefined) error(404, `${course.title} has no lesson of that number.`);
  if (!mayRead(course)) redirect(303, `/courses/${course.slug}?enrol`);
  const text = await lessonText(app.db, readId<CourseId>(course.id), lesson.position);
  if (text === null) error(404, `${course.title} has no lesson of that number.`);
  return {
    course,
    lesson,
    text,
    place: at + 1,
    previous: lessons[at - 1] ?? null,
    following: lessons[at + 1] ?? null,
    /** Nothing but this one is left. */
    isLastToDo: lessons.every(({ isDone, id }) => isDone || id === lesson.id),
  };
};

export const actions: Actions = {
  /** Marks the lesson as done and goes on: to the next one, or, after the last, to what comes after the course. */
  async done({ locals, request, url, params }) {
    const input = formValues(await request.formData());
    const actor = await signedIn({ locals, url });
    const done = await execute(locals.app, completeLesson, actor, input);
    if (!done.ok) return refusedStep(done);
    const { nextLesson } = done.value;
    redirect(303, `/courses/${params.slug}${nextLesson === null ? '/complete' : `/lessons/${nextLesson}`}`);
  },
};
