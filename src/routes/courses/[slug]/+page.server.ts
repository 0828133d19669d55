import { error, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { roleMay } from '#features/accounts/permissions.ts';
import { enrolInCourse } from '#features/courses/commands/learn.server.ts';
import { courseWithLessons } from '#features/courses/queries/catalogue.server.ts';
import { mayRead, nextToDo } from '#features/courses/rules.ts';
import { listOfferings } from '#features/offerings/queries/marketplace.server.ts';
import { toIso } from '#shared/time.ts';
import { formValues } from '#ui/form-data.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { signedIn } from '../../mentorship/session-actions.server.ts';
import { refusedStep } from '../steps.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Two rows of cards; the marketplace has the rest. */
const OFFERINGS_SHOWN = 6;

export const load: PageServerLoad = async ({ locals, params, url, cookies, parent }) => {
  const { app } = locals;
  const actor = await locals.actor();
  const found = await courseWithLessons(app.db, params.slug, actor?.personId);
  if (found === null) error(404, 'We have no course of that name.');
  const [{ offerings, nextCursor }, layout] = await Promise.all([
    listOfferings(app, { courseId: found.course.id, sort: 'soonest', limit: OFFERINGS_SHOWN }),
    parent(),
  ]);
  return {
    ...found,
    next: nextToDo(found.lessons),
    isReadable: mayRead(found.course),
    mayTake: actor === null || roleMay(actor.role, 'course.take'),
    /** They asked for a lesson, which only those enrolled may read. */
    asksToEnrol: url.searchParams.has('enrol') && !mayRead(found.course),
    offerings,
    hasMoreOfferings: nextCursor !== null,
    nowIso: toIso(app.clock.now()),
    timeZone: viewerZone(cookies, layout.timeZone),
    viewerId: actor?.personId ?? null,
  };
};

export const actions: Actions = {
  /** Enrols, and opens the lesson to begin with. */
  async enrol({ locals, request, url, params }) {
    const input = formValues(await request.formData());
    const actor = await signedIn({ locals, url });
    const enrolled = await execute(locals.app, enrolInCourse, actor, input);
    if (!enrolled.ok) return refusedStep(enrolled);
    const { nextLesson } = enrolled.value;
    redirect(303, `/courses/${params.slug}${nextLesson === null ? '' : `/lessons/${nextLesson}`}`);
  },
};
