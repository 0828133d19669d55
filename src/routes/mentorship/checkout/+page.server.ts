import { error, fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { roleMay } from '#features/accounts/permissions.ts';
import { offeringById } from '#features/offerings/queries/find.server.ts';
import { readSuggestionSource, writeSuggestionSource } from '#features/offerings/rules/suggestion-source.ts';
import type { BookingMode, OfferingDetail } from '#features/offerings/types.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import { studentSessions } from '#features/sessions/queries.server.ts';
import { readId, type OfferingId } from '#shared/id.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { formValues, textOf, type FormValues } from '#ui/form-data.ts';
import { signInPath } from '../session-actions.server.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { dropDraft, keepDraft, readDraft } from './draft.server.ts';
import { readTimes } from './times.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies, parent }) => {
  const { app } = locals;
  // The page's own form, sent by GET without JavaScript, names its fields as the command does.
  const query = (name: string) => url.searchParams.get(name);
  const [actor, layout] = await Promise.all([locals.actor(), parent()]);
  const id = readId<OfferingId>(query('offeringId') ?? '');
  const offering = await offeringById(app, id, actor?.personId);
  if (offering === null) error(404, 'This offering is not open for booking.');
  const mode = modeOf(offering, query('mode') ?? query('bookingMode'));
  const timeZone = viewerZone(cookies, layout.timeZone, query('tz'));
  const holds = actor === null ? [] : (await studentSessions(app, actor, 'book')).sessions;
  const held = holds.filter(({ offeringId }) => offeringId === offering.id);
  const now = app.clock.now();
  return {
    offering,
    mode,
    from: sourceOf(query('from')),
    timeZone,
    nowIso: toIso(now),
    refusedFor: whyNot(actor, offering),
    isSignedIn: actor !== null,
    draft: readDraft(cookies, offering.id) || (query('description') ?? ''),
    holds: held.map(({ id: sessionId, scheduledAt, paymentDeadline }) => ({ sessionId, scheduledAt, paymentDeadline })),
    times: await readTimes(app, offering, {
      mode,
      timeZone,
      now,
      month: query('month'),
      day: query('day'),
      slot: query('slot') ?? query('scheduledAt'),
      near: query('near'),
      view: query('view'),
      held: mode === 'INSTANT' ? held.map(({ scheduledAt }) => scheduledAt) : [],
    }),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, url, cookies, getClientAddress }) => {
    const { app } = locals;
    // The name of a nearest time's button, which stands for the time that was refused.
    const { alternative, ...values } = formValues(await request.formData());
    const input = { ...values, ...(typeof alternative === 'string' ? { scheduledAt: alternative } : {}) };
    const actor = await locals.actor();
    if (actor === null) {
      keepDraft(cookies, textOf(input, 'offeringId'), textOf(input, 'description'));
      redirect(303, signInPath(withSlot(url, input)));
    }
    const within = await limitRequest(app, LIMITS.booking, actor.personId, getClientAddress());
    if (!within.ok) return refused(within, input);
    const answer = await execute(app, beginMentorshipCheckout, actor, input);
    if (!answer.ok) return refused(answer, input);
    const { authorizationUrl, mentorshipSessionId } = answer.value;
    // Whoever comes Back from the payment page finds their words again; after a booking nothing is left to find.
    if (authorizationUrl === undefined) dropDraft(cookies);
    else keepDraft(cookies, textOf(input, 'offeringId'), textOf(input, 'description'));
    redirect(303, authorizationUrl ?? `/mentorship/session/${mentorshipSessionId}`, { external: true });
  },
};

function modeOf(offering: OfferingDetail, wanted: string | null): BookingMode {
  const [first = 'INSTANT'] = offering.bookingModes;
  return offering.bookingModes.find((mode) => mode === wanted) ?? first;
}

/** Only what reads as one of ours is carried on; whether it is true, the command asks. */
function sourceOf(from: string | null): string | null {
  const courseId = readSuggestionSource(from ?? '');
  return courseId && writeSuggestionSource(courseId);
}

/** Anyone may look; why this one cannot book here. */
function whyNot(actor: Actor | null, offering: OfferingDetail): 'own' | 'role' | null {
  if (actor === null) return null;
  if (actor.personId === offering.tutor.id) return 'own';
  return roleMay(actor.role, 'session.book') ? null : 'role';
}

/** This page with the picked time in its address, under the page's own names: where the student is after signing in. */
function withSlot(url: URL, input: FormValues): URL {
  const back = new URL(url);
  const names = { slot: 'scheduledAt', mode: 'bookingMode', offeringId: 'offeringId' };
  for (const [name, field] of Object.entries(names))
    if (textOf(input, field)) back.searchParams.set(name, textOf(input, field));
  for (const field of ['description', 'scheduledAt', 'bookingMode']) back.searchParams.delete(field);
  return back;
}

function refused(refusal: Refusal, input: FormValues) {
  const { reason, message, fields, data } = refusal;
  const known =
    typeof data === 'object' && data !== null ? (data as { slots?: unknown; mentorshipSessionId?: unknown }) : {};
  return fail(statusOf(reason), {
    reason,
    message,
    fields: fields ?? {},
    slots: Array.isArray(known.slots) ? known.slots.filter((slot) => typeof slot === 'string') : [],
    sessionId: typeof known.mentorshipSessionId === 'string' ? known.mentorshipSessionId : null,
    values: { scheduledAt: textOf(input, 'scheduledAt'), description: textOf(input, 'description') },
  });
}
