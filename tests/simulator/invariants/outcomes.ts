import { eq, gt } from 'drizzle-orm';
import { availability } from '#infra/db/tables/availability.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { isBefore, type Instant } from '#shared/time.ts';
import type { BookedPayment } from '../books.ts';
import { leftMinor } from '../books.ts';
import type { World } from '../world.ts';
import { readEverything, type Everything } from './read.ts';

/** Booked sessions ahead that have no place to meet, although their tutor has a link or Zoom is not known to be out until later. */
export async function findUnmet({ app, clock }: World): Promise<string[]> {
  const sessions = await app.db.select().from(session).where(eq(session.status, 'SCHEDULED'));
  const links = await app.db.select({ tutorId: availability.tutorId, url: availability.meetingUrl }).from(availability);
  const linked = new Set(links.filter(({ url }) => url !== null).map(({ tutorId }) => tutorId));
  const waiting = await app.db.select().from(zoomMeeting).where(gt(zoomMeeting.nextTryAt, clock.now()));
  const later = new Set(waiting.map(({ sessionId }) => sessionId));
  return sessions
    .filter(({ paymentStatus }) => paymentStatus === 'PAID' || paymentStatus === 'NOT_REQUIRED')
    .filter(
      ({ id, startsAt, meetingUrl, tutorId }) =>
        isBefore(clock.now(), startsAt) &&
        meetingUrl === null &&
        (app.zoom === null ? linked.has(tutorId) : !later.has(id)),
    )
    .map(({ id }) => `session ${id} is booked and has no place to meet`);
}

/** After all has healed and every deadline has passed, nothing is open, and Paystack's books say what ours say. */
export async function findUnresolved({ app, books, clock }: World): Promise<string[]> {
  const all = await readEverything(app.db);
  const now = clock.now();
  return [
    ...all.sessions
      .filter(
        (row) =>
          row.status.startsWith('PENDING') || (row.status === 'SCHEDULED' && /PENDING|FAILED/.test(row.paymentStatus)),
      )
      .map(({ id, status }) => `session ${id} is still ${status} at ${now.toString()}`),
    ...unclosed(all),
    ...unreleased(all, now),
    ...all.charges
      .filter(({ status, decidedAt }) => status === 'SUCCEEDED' && decidedAt === null)
      .map(({ reference }) => `nobody has decided what the money of ${reference} is for`),
    ...all.charges
      .filter(({ nextPollAt }) => nextPollAt !== null)
      .map(({ reference }) => `${reference} is still asked about`),
    ...all.refunds
      .filter(({ status }) => status !== 'PROCESSED' && status !== 'FAILED')
      .map(({ id, status }) => `refund ${id} is still ${status}`),
    ...all.mails
      .filter(({ status, worthUntil }) => status !== 'SENT' && !(status === 'DROPPED' && worthUntil !== null))
      .filter(({ notificationId }) => !isOfErased(all, notificationId))
      .map(({ notificationId, status }) => `the mail of ${notificationId} is ${status}`),
    ...[...books.payments.values()].flatMap((payment) => unresolvedPayment(all, payment, leftMinor(books, payment))),
  ];
}

/** What somebody was still to be told when they left is told to nobody. */
function isOfErased({ notifications, people }: Everything, notificationId: string): boolean {
  const told = notifications.find(({ id }) => id === notificationId);
  return people.some(({ id, erasedAt }) => id === told?.personId && erasedAt !== null);
}

/** Every session that was booked has been closed by somebody, or by the clock, or an admin is asked. */
function unclosed({ sessions, tasks }: Everything): string[] {
  const asked = new Set(tasks.filter(({ status }) => status === 'OPEN').map(({ subjectId }) => subjectId));
  return sessions
    .filter(({ id, status }) => (status === 'SCHEDULED' || status === 'IN_PROGRESS') && !asked.has(id))
    .map(({ id, status }) => `session ${id} is long over, still ${status}, and nobody is asked about it`);
}

/** What is kept of a closed session has been released, unless a dispute holds it. */
function unreleased({ sessions, tasks }: Everything, now: Instant): string[] {
  const asked = new Set(tasks.filter(({ status }) => status === 'OPEN').map(({ subjectId }) => subjectId));
  return sessions
    .filter(
      ({ id, keptMinor, moneyState }) =>
        keptMinor !== null && keptMinor > 0 && moneyState !== 'RELEASED' && !asked.has(id),
    )
    .map(
      ({ id, status, moneyState }) => `session ${id} is ${status}, and its money is ${moneyState} at ${now.toString()}`,
    );
}

/** Money at Paystack is sold for exactly its price, or all of it was given back; what nobody may touch is a person's task. */
function unresolvedPayment(all: Everything, payment: BookedPayment, leftMinor: number): string[] {
  if (payment.paidMinor === null) return [];
  const say = (what: string) => `payment ${payment.reference} (${payment.status}, ${payment.paidMinor}): ${what}`;
  const charge = all.charges.find(({ reference }) => reference === payment.reference);
  if (charge === undefined) return [say('is unknown to us')];
  const hasTask = (subjectId: string) =>
    all.tasks.some((task) => task.subjectId === subjectId && task.status === 'OPEN');
  if (payment.domain !== 'test') {
    const isUntouched = leftMinor === payment.paidMinor && charge.status !== 'SUCCEEDED';
    return isUntouched && hasTask(charge.id) ? [] : [say('is of another domain and was not left to an admin')];
  }
  if (charge.status !== 'SUCCEEDED') return [say(`is ${charge.status} with us`)];
  const sold = all.sessions.find(({ settledChargeId }) => settledChargeId === charge.id);
  const failedMinor = all.refunds
    .filter(({ chargeId, status, id }) => chargeId === charge.id && status === 'FAILED' && hasTask(id))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const keptMinor = leftMinor - failedMinor;
  if (keptMinor === (sold?.keptMinor ?? 0)) return [];
  return [
    say(`${keptMinor} stayed at Paystack, and ${sold === undefined ? 'nothing' : sold.keptMinor} is kept for it`),
  ];
}
