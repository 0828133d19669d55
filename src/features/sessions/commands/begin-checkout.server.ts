import { defineCommand } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { wasPicked } from '#features/offerings/queries/course-suggestions.server.ts';
import { openCharge } from '#features/payments/commands/open-charge.server.ts';
import type { App } from '#infra/app.server.ts';
import { faultPoint } from '#infra/fault.server.ts';
import type { CourseId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import type { Reason } from '#shared/reasons.ts';
import { toIso, type Instant } from '#shared/time.ts';
import { checkoutInput } from '../schema.ts';
import type { BookingMode } from '#features/offerings/types.ts';
import type { CheckoutAnswer } from '../types.ts';
import { book, type Booking } from './book.server.ts';
import { bookableOffering, type BookableOffering } from './bookable-offering.server.ts';
import { otherTimes } from './other-times.server.ts';
import { payPage } from './pay-page.server.ts';

/**
 * Books an offering: INSTANT holds the time and answers with the page to pay on, free ones are booked at once,
 * REQUEST asks the tutor. The same student, offering and start again gives the same answer.
 */
export const beginMentorshipCheckout = defineCommand({
  name: 'beginMentorshipCheckout',
  permission: 'session.book',
  input: checkoutInput,
  async run(app, student, input): Promise<Result<CheckoutAnswer>> {
    const offering = await bookableOffering(app.db, input.offeringId);
    if (offering === null) return refuse('not_found', { message: 'This offering is not open for booking.' });
    if (offering.tutorId === student.personId) return refuse('own_offering');
    const mode = input.bookingMode ?? (offering.takesInstant ? 'INSTANT' : 'REQUEST');
    if (!takes(offering, mode)) return refuse('mode_not_offered', { fields: { bookingMode: modeHint(offering) } });
    if (input.scheduledAt === undefined) {
      const refusal = refuse('pick_a_time', { fields: { scheduledAt: 'Please pick a time.' } });
      return withSlots(app, offering, mode, refusal, app.clock.now());
    }
    const start = input.scheduledAt;
    const sourceCourseId = await believedSource(app, student, offering, input.from ?? null);
    const booked = await book(app, student, { offering, mode, start, note: input.description ?? null, sourceCourseId });
    if (!booked.ok)
      return OFFERS_OTHER_TIMES.has(booked.reason) ? withSlots(app, offering, mode, booked, start) : booked;
    faultPoint(app, 'hold.committed');
    return answer(app, student, booked.value);
  },
});

/** The course that a checkout says it came from, if its card was pressed here for this very offering; else none. */
async function believedSource(
  app: App,
  student: May<'session.book'>,
  offering: BookableOffering,
  claimed: CourseId | null,
): Promise<CourseId | null> {
  if (claimed === null) return null;
  return (await wasPicked(app.db, student.personId, claimed, offering.id)) ? claimed : null;
}

const OFFERS_OTHER_TIMES: ReadonlySet<Reason> = new Set<Reason>([
  'slot_taken',
  'slot_unavailable',
  'student_busy',
  'day_full',
]);

async function answer(app: App, student: May<'session.book'>, booking: Booking): Promise<Result<CheckoutAnswer>> {
  const { session } = booking;
  const base = { mode: session.bookingMode, mentorshipSessionId: session.id };
  if (session.status === 'PENDING_MENTOR_REVIEW')
    return ok({ ...base, expiresAt: isoOrNull(session.approvalDeadline) });
  if (session.priceMinor === 0) return ok({ ...base, expiresAt: null });
  const page = await (booking.chargeId === null
    ? payPage(app, student.personId, session.id)
    : openCharge(app, booking.chargeId));
  if (!page.ok) return { ...page, data: { mentorshipSessionId: session.id } };
  return ok({ ...base, authorizationUrl: page.value.authorizationUrl, expiresAt: isoOrNull(session.paymentDeadline) });
}

function isoOrNull(when: Instant | null): string | null {
  return when === null ? null : toIso(when);
}

function takes(offering: BookableOffering, mode: BookingMode): boolean {
  return mode === 'INSTANT' ? offering.takesInstant : offering.takesRequest;
}

function modeHint(offering: BookableOffering): string {
  return offering.takesInstant
    ? 'This offering is booked at once, without asking first.'
    : 'This tutor wants to be asked first.';
}

/** A refusal with the nearest open times, so that nobody has to begin again. */
async function withSlots(
  app: App,
  offering: BookableOffering,
  mode: BookingMode,
  refusal: Refusal,
  near: Instant,
): Promise<Refusal> {
  return { ...refusal, data: { slots: await otherTimes(app, offering, mode, near) } };
}
