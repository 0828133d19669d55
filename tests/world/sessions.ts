import { lt } from 'drizzle-orm';
import { execute } from '#features/accounts/command.server.ts';
import { may } from '#features/accounts/gates.server.ts';
import { nextSlotsOf } from '#features/availability/queries.server.ts';
import { giveMeeting } from '#features/meetings/commands/give-meeting.server.ts';
import type { BookingMode } from '#features/offerings/types.ts';
import { settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import { applyCharge, noteFailedCharge } from '#features/sessions/commands/apply-charge.server.ts';
import { bookableOffering } from '#features/sessions/commands/bookable-offering.server.ts';
import { book } from '#features/sessions/commands/book.server.ts';
import { expireSession } from '#features/sessions/commands/expire.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import type { App } from '#infra/app.server.ts';
import { mailDelivery, notification } from '#infra/db/tables/notifications.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import { parseInstant, plusMinutes, type Instant } from '#shared/time.ts';
import {
  apiDesign,
  managerStart,
  pitchPractice,
  portfolioReview,
  productCareer,
  reactReview,
  salaryTalk,
  sqlHelp,
  systemDesign,
  tundeHello,
  usabilityTest,
  type WorldOffering,
} from './offerings.ts';
import { paystackThatSays } from './paystack.ts';
import { ada, bola, halima, marcus, ngozi, segun, type WorldPerson } from './people.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** How many free times a student looks at. */
const CHOICES = 8;

/** Books through the product's own commands, some of it in the days before, so that every state was reached as it is in life. */
export async function seedSessions(app: App): Promise<void> {
  await seedPast(app);
  await seedUpcoming(app);
  await seedWaiting(app);
  await closePastMail(app);
}

async function seedPast(app: App): Promise<void> {
  const lastWeek = at(app, -8 * DAY);
  await pay(lastWeek, await bookNear(lastWeek, ada, reactReview, 5 * DAY));
  await pay(lastWeek, await bookNear(lastWeek, halima, sqlHelp, 6 * DAY));

  const days = at(app, -4 * DAY);
  const unpaid = await bookNear(days, bola, pitchPractice, 3 * DAY);
  await expireSession(at(app, -4 * DAY + HOUR), unpaid);
  const unanswered = await bookNear(days, halima, managerStart, 3 * DAY, 'REQUEST');
  await expireSession(at(app, -HOUR), unanswered);

  const rejectedAt = at(app, -2 * DAY);
  const rejected = await bookNear(rejectedAt, bola, salaryTalk, 5 * DAY, 'REQUEST');
  const reason = 'I am travelling that day. Any morning of the week after works for me.';
  must(await execute(rejectedAt, rejectMentorshipRequest, ngozi, { sessionId: rejected, reason }));

  const withdrawn = await bookNear(days, segun, apiDesign, 6 * DAY);
  must(await execute(days, withdrawMentorshipRequest, segun, { sessionId: withdrawn }));
}

async function seedUpcoming(app: App): Promise<void> {
  const yesterday = at(app, -DAY);
  await pay(yesterday, await bookNear(yesterday, bola, reactReview, 4 * DAY));
  await pay(yesterday, await bookNear(yesterday, halima, portfolioReview, 6 * DAY));
  await giveMeeting(yesterday, await bookNear(yesterday, segun, tundeHello, 3 * DAY));
}

async function seedWaiting(app: App): Promise<void> {
  const now = at(app, 0);
  await bookNear(now, segun, usabilityTest, 2 * DAY);
  await failToPay(now, await bookNear(now, halima, pitchPractice, 3 * DAY));
  await bookNear(now, ada, productCareer, 4 * DAY, 'REQUEST');
  await bookNear(now, segun, salaryTalk, 6 * DAY, 'REQUEST');
  const approved = await bookNear(now, bola, systemDesign, 6 * DAY, 'REQUEST');
  const notes = 'Gladly. Think of one system that you know well, we start from there.';
  must(await execute(now, approveMentorshipRequest, marcus, { sessionId: approved, notes }));
}

/** Books the free time nearest to so many minutes after this app's now. */
async function bookNear(
  app: App,
  student: WorldPerson,
  { id }: WorldOffering,
  aheadMinutes: number,
  mode: BookingMode = 'INSTANT',
): Promise<SessionId> {
  const offering = await bookableOffering(app.db, id);
  assert(offering !== null, `offering ${id} can be booked`);
  const now = app.clock.now();
  const wish = { now, near: plusMinutes(now, aheadMinutes), bookingMode: mode, limit: CHOICES };
  for (const slot of await nextSlotsOf(app.db, offering, wish)) {
    const start = parseInstant(slot);
    assert(start !== null, `${slot} is an instant`);
    const booked = await book(app, must(may(student, 'session.book')), { offering, mode, start, note: null });
    if (booked.ok) return booked.value.session.id;
    // The student may be busy then, depending on the day on which the world begins.
    if (booked.reason !== 'student_busy') must(booked);
  }
  throw new Error(`${student.name} finds no time for ${offering.title}`);
}

async function pay(app: App, sessionId: SessionId): Promise<void> {
  const [charge] = await chargesFor(app.db, sessionId);
  assert(charge !== undefined, 'a hold has a charge');
  const paystack = paystackThatSays('success', charge, app.config.paystack.domain);
  await settleCharge({ ...app, paystack }, charge.reference);
  await applyCharge(app, charge.id);
  await giveMeeting(app, sessionId);
}

async function failToPay(app: App, sessionId: SessionId): Promise<void> {
  const [charge] = await chargesFor(app.db, sessionId);
  assert(charge !== undefined, 'a hold has a charge');
  const paystack = paystackThatSays('failed', charge, app.config.paystack.domain);
  await settleCharge({ ...app, paystack }, charge.reference);
  await noteFailedCharge(app, charge.id);
}

/** What was told before today has been read and mailed: a new world begins with an empty outbox. */
async function closePastMail(app: App): Promise<void> {
  const now = app.clock.now();
  await app.db.update(mailDelivery).set({ status: 'SENT', sentAt: now, nextTryAt: null });
  await app.db
    .update(notification)
    .set({ readAt: now })
    .where(lt(notification.createdAt, plusMinutes(now, -HOUR)));
}

/** The app as it was then. */
function at(app: App, minutes: number): App {
  const when: Instant = plusMinutes(app.clock.now(), minutes);
  return { ...app, clock: { ...app.clock, now: () => when } };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the world could not be told: ${result.reason}: ${result.message}`);
  return result.value;
}
