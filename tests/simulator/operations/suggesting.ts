import { execute } from '#features/accounts/command.server.ts';
import { noteSuggestionsShown, pickCourseSuggestion } from '#features/offerings/commands/course-suggestions.server.ts';
import { duplicateMentorshipOffering } from '#features/offerings/commands/duplicate.server.ts';
import { suggestionsFor } from '#features/offerings/queries/suggestions.server.ts';
import { writeSuggestionSource } from '#features/offerings/rules/suggestion-source.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import type { OfferingId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { offeredStart } from './booking.ts';
import { nameOf, outcome, short, type Operation } from './operation.ts';
import { startSoon } from './people.ts';

/** The card of a completed course, Book pressed on it or not, and a checkout that says where it comes from, truly or not. */
const followCard: Operation = {
  name: 'follow card',
  weight: 7,
  async run(world, dice) {
    const { app, cast } = world;
    const student = dice.pick(cast.students);
    const courseId = dice.pick(cast.courses);
    const { suggestions } = await suggestionsFor(app, courseId);
    const ids = suggestions.map(({ id }) => id as OfferingId);
    await noteSuggestionsShown(app, student, courseId, ids);
    const offeringId = dice.pickAny(ids);
    const what = `${nameOf(student)} sees ${ids.length}`;
    if (offeringId === null || dice.chance(0.2)) return what;
    const isPressed = dice.chance(0.85);
    const picked = isPressed ? await execute(app, pickCourseSuggestion, student, { courseId, offeringId }) : null;
    if (picked?.ok === false) return `${what}, picks: ${outcome(picked)}`;
    const bookingMode = dice.chance(0.7) ? 'INSTANT' : 'REQUEST';
    const start = (await offeredStart(world, dice, offeringId, bookingMode)) ?? startSoon(world, dice, 3, 20);
    const from = picked?.value.from ?? writeSuggestionSource(courseId);
    const input = { offeringId, scheduledAt: toIso(start), bookingMode, from };
    const answer = await execute(app, beginMentorshipCheckout, student, input);
    const booked = answer.ok ? short(answer.value.mentorshipSessionId) : answer.reason;
    return `${what}, ${isPressed ? 'picks' : 'pretends'} and books: ${booked}`;
  },
};

const MAX_OFFERINGS = 6;

/** A copy begins paused; its owner may open it later, as any other. */
const duplicate: Operation = {
  name: 'duplicate offering',
  weight: 1,
  async run({ app, cast }, dice) {
    if (cast.offerings.length >= MAX_OFFERINGS) return null;
    const first = dice.pick(cast.offerings);
    const actor = dice.chance(0.9) ? first.tutor : dice.pick(cast.tutors);
    const answer = await execute(app, duplicateMentorshipOffering, actor, { offeringId: first.id });
    if (answer.ok) cast.offerings.push({ ...first, id: answer.value.id as OfferingId, title: answer.value.title });
    return `${nameOf(actor)}, ${first.title}: ${outcome(answer)}`;
  },
};

export const suggestingOperations: readonly Operation[] = [followCard, duplicate];
