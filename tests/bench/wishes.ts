import { drive, type Ask, type Reply } from './load.ts';
import type { MeasuredServer } from './server.ts';
import {
  benchId,
  forgetHoldsSql,
  FIRST_DAY,
  HOUR_MS,
  morningMs,
  OFFERINGS,
  STUDENTS,
  studentCookie,
  TUTORS,
} from './world.ts';

/** Starts a day at 08:00, 09:00 … that the bench books; the tutors of the world work until 20:00. */
const HOURS_A_DAY = 10;
const DAYS = 20;
/** More would meet the same tutor at the same hour twice. */
export const MAX_WISHES = Math.min(STUDENTS, TUTORS * HOURS_A_DAY * DAYS);

/** Which hour, counted over the bookable days, the n-th booking asks for: each tutor's next one. */
export function hourOf(n: number): number {
  return Math.floor(n / TUTORS);
}

export function startMs(hour: number): number {
  return morningMs(FIRST_DAY + Math.floor(hour / HOURS_A_DAY)) + (hour % HOURS_A_DAY) * HOUR_MS;
}

/** The n-th student holds an hour of tutor n: no two of them want the same. */
export function holdAsk(authSecret: string, n: number): Ask {
  return bookingAsk(authSecret, n, n % OFFERINGS, startMs(hourOf(n)));
}

export function bookingAsk(authSecret: string, student: number, offering: number, at: number): Ask {
  return {
    path: '/action/beginMentorshipCheckout',
    cookie: studentCookie(authSecret, student),
    body: {
      offeringId: benchId('offering', offering),
      bookingMode: 'INSTANT',
      scheduledAt: new Date(at).toISOString(),
    },
  };
}

/** Books for the students `from` to `from + count`, each answered with a hold. */
export async function holdAll(
  product: MeasuredServer,
  authSecret: string,
  { from, count, connections }: { from: number; count: number; connections: number },
): Promise<{ replies: Reply[]; perSecond: number }> {
  const asks = Array.from({ length: count }, (_, index) => holdAsk(authSecret, from + index));
  const driven = await drive(product.port, asks, connections);
  const wrong = driven.replies.find((reply) => reply.status !== 200 || !reply.text().includes('authorizationUrl'));
  if (wrong !== undefined) throw new Error(`a hold was answered ${wrong.status}: ${wrong.text().slice(0, 300)}`);
  return driven;
}

export async function forgetHolds(product: MeasuredServer): Promise<void> {
  for (const statement of forgetHoldsSql()) await product.ask('sql', statement);
}
