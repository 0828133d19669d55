import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { execute, type Command } from '#features/accounts/command.server.ts';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { answerMentorshipProposal } from '#features/sessions/commands/propose.server.ts';
import { proceedWithApprovedBookingPayment } from '#features/sessions/commands/proceed-payment.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import { isUnpaid } from '#features/sessions/rules.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { formValues } from '#ui/form-data.ts';

/** What a refused button of a session says: under which session, and why. */
export type RefusedAction = { refused: { message: string; sessionId: string } };

/** What these actions need of any page's event. */
type ActionEvent = Pick<RequestEvent, 'locals' | 'request' | 'url' | 'getClientAddress'>;

/** Sends the student on to the payment page of their unpaid session; a refusal stays on this page. */
export async function pay(event: ActionEvent) {
  const { app } = event.locals;
  const input = formValues(await event.request.formData());
  const person = await signedIn(event);
  const within = await limitRequest(app, LIMITS.booking, person.personId, event.getClientAddress());
  if (!within.ok) return refused(within, input);
  const page = await execute(app, proceedWithApprovedBookingPayment, person, input);
  if (!page.ok) return refused(page, input);
  redirect(303, page.value.authorizationUrl, { external: true });
}

/** Gives up the student's unpaid booking. */
export async function withdraw(event: ActionEvent) {
  const input = formValues(await event.request.formData());
  const person = await signedIn(event);
  const done = await execute(event.locals.app, withdrawMentorshipRequest, person, input);
  if (!done.ok) return refused(done, input);
  return { withdrawn: { sessionId: done.value.id, title: done.value.title } };
}

/** The student takes the other time that the tutor offers, or leaves it. */
export async function answerProposal(event: ActionEvent) {
  const input = formValues(await event.request.formData());
  const person = await signedIn(event);
  const done = await execute(event.locals.app, answerMentorshipProposal, person, input);
  if (!done.ok) return refused(done, input);
  return { answered: { sessionId: done.value.id, accepted: input['accept'] === 'true', toPay: isUnpaid(done.value) } };
}

/**
 * A form action of one command: what the form sends, and `fixed` beside it. Done leads to `next`, so that a reload
 * repeats nothing; a refusal stays on this page.
 */
export function act<P extends Permission, Input extends z.ZodType>(
  command: Command<P, Input, unknown>,
  next: (event: { url: URL }) => string,
  fixed: Record<string, string> = {},
) {
  return async (event: ActionEvent) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const done = await execute(event.locals.app, command, person, { ...input, ...fixed });
    if (!done.ok) return refused(done, input);
    redirect(303, next(event));
  };
}

/** Whoever asks, or a way to the sign-in page and back to this one. */
export async function signedIn(event: Pick<ActionEvent, 'locals' | 'url'>) {
  const actor = await event.locals.actor();
  if (actor === null) redirect(303, signInPath(event.url));
  return actor;
}

/** The sign-in page, which leads back to `url` (without the name of an action). */
export function signInPath(url: URL): string {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
  const next = url.pathname + (query.size > 0 ? `?${query}` : '');
  return `/sign-in?next=${encodeURIComponent(next)}`;
}

export function refused(refusal: Refusal, input: Record<string, string | string[]>) {
  return fail(statusOf(refusal.reason), {
    refused: {
      message: refusal.fields ? (Object.values(refusal.fields)[0] ?? refusal.message) : refusal.message,
      sessionId: String(input['sessionId'] ?? ''),
    },
  } satisfies RefusedAction);
}
