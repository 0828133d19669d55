import { error, redirect } from '@sveltejs/kit';
import { execute, type App } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { roleMay } from '#features/accounts/permissions.ts';
import { completeCourse } from '#features/courses/commands/learn.server.ts';
import { courseWithLessons } from '#features/courses/queries/catalogue.server.ts';
import { nextToDo } from '#features/courses/rules.ts';
import {
  dismissCourseSuggestions,
  noteSuggestionsShown,
  pickCourseSuggestion,
} from '#features/offerings/commands/course-suggestions.server.ts';
import { suggestionsInTime, type SuggestionsCard } from '#features/offerings/queries/course-suggestions.server.ts';
import { readId, type CourseId, type OfferingId } from '#shared/id.ts';
import { parseInstant, toIso } from '#shared/time.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { signedIn } from '../../../mentorship/session-actions.server.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { refusedStep } from '../../steps.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const { app } = locals;
  const actor = await signedIn({ locals, url });
  const found = await courseWithLessons(app.db, params.slug, actor.personId);
  if (found === null) error(404, 'We have no course of that name.');
  const { course, lessons } = found;
  if (!course.isOwn && !roleMay(actor.role, 'course.take')) error(403, 'An admin account takes no courses.');
  const isCompleted = typeof course.progress?.completedAt === 'string';
  return {
    course,
    next: nextToDo(lessons),
    card: isCompleted ? await readCard(app, actor, readId<CourseId>(course.id)) : null,
    nowIso: toIso(app.clock.now()),
    timeZone: viewerZone(cookies, actor.timeZone),
  };
};

export const actions: Actions = {
  finish: async (event) => {
    const done = await execute(event.locals.app, completeCourse, await signedIn(event), await inputOf(event));
    return done.ok ? redirect(303, event.url.pathname) : refusedStep(done);
  },
  /** On to the checkout, with the time that the card showed. Should it be gone, the checkout offers the nearest. */
  book: async (event) => {
    const { slot, ...input } = await inputOf(event);
    const picked = await execute(event.locals.app, pickCourseSuggestion, await signedIn(event), input);
    if (!picked.ok) return refusedStep(picked);
    const { offeringId, from } = picked.value;
    const start = parseInstant(textOf({ slot: slot ?? '' }, 'slot'));
    redirect(
      303,
      `/mentorship/checkout?${new URLSearchParams({ offeringId, ...(start ? { slot: toIso(start) } : {}), from })}`,
    );
  },
  /** Puts the card away, or, with `dismissed=false`, back. */
  dismiss: async (event) => {
    const done = await execute(event.locals.app, dismissCourseSuggestions, await signedIn(event), await inputOf(event));
    return done.ok ? redirect(303, event.url.pathname) : refusedStep(done);
  },
};

async function inputOf({ request }: RequestEvent) {
  return formValues(await request.formData());
}

/** The card within its budget; what it shows is counted. */
async function readCard(app: App, student: Actor, courseId: CourseId): Promise<SuggestionsCard> {
  const card = await suggestionsInTime(app, student, courseId);
  const shown = card.state === 'shown' ? card.offerings.map(({ id }) => readId<OfferingId>(id)) : [];
  await noteSuggestionsShown(app, student, courseId, shown);
  return card;
}
