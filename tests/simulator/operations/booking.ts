import { eq } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import { execute } from '#features/accounts/command.server.ts';
import { nextSlotsOf } from '#features/availability/queries.server.ts';
import type { BookingMode } from '#features/offerings/types.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import { proceedWithApprovedBookingPayment } from '#features/sessions/commands/proceed-payment.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import type { OfferingId } from '#shared/id.ts';
import { instant, isBefore, parseInstant, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import type { Dice } from '../dice.ts';
import type { World } from '../world.ts';
import { everyone, nameOf, outcome, short, type Operation } from './operation.ts';

const HALF_HOUR_MS = 30 * 60_000;
/** Few enough half hours that people get in each other's way. */
const WISHED_HALF_HOURS = 14;
const OFFERED_STARTS = 6;

const book: Operation = {
  name: 'book',
  weight: 30,
  async run(world, dice) {
    const booker = dice.pick([...world.cast.students, ...world.cast.students, ...world.cast.tutors]);
    const wanted = dice.pick(world.cast.offerings);
    const bookingMode = dice.chance(0.65) ? 'INSTANT' : 'REQUEST';
    const start =
      (dice.chance(0.7) ? await offeredStart(world, dice, wanted.id, bookingMode) : null) ?? anyStart(world, dice);
    const description = dice.chance(0.3) ? `I am ${booker.name}, a friend of ${wanted.tutor.name}` : undefined;
    const input = { offeringId: wanted.id, scheduledAt: toIso(start), bookingMode, description };
    const answer = await execute(world.app, beginMentorshipCheckout, booker, input);
    const what = `${nameOf(booker)} wants ${wanted.title} at ${toIso(start)} (${bookingMode})`;
    return `${what}: ${answer.ok ? short(answer.value.mentorshipSessionId) : answer.reason}`;
  },
};

/** One of the next times that the offering's own page shows. */
export async function offeredStart(
  world: World,
  dice: Dice,
  id: OfferingId,
  bookingMode: BookingMode,
): Promise<Instant | null> {
  const [row] = await world.app.db.select().from(offering).where(eq(offering.id, id));
  if (row === undefined) return null;
  const now = world.clock.now();
  // Often beyond the day in which a session can no longer be moved and is no longer returned in full.
  const near = dice.chance(0.35) ? plusMinutes(now, 26 * 60) : now;
  const starts = await nextSlotsOf(world.app.db, row, { now, near, bookingMode, limit: OFFERED_STARTS });
  const start = dice.pickAny(starts);
  return start === null ? null : parseInstant(start);
}

/** A half hour soon, offered or not. */
function anyStart(world: World, dice: Dice): Instant {
  const now = world.clock.now().epochMilliseconds;
  return instant((Math.floor(now / HALF_HOUR_MS) + 1 + dice.roll(WISHED_HALF_HOURS)) * HALF_HOUR_MS);
}

/** The Back button and the double click: the same wish again finds the same hold, and its page if that is open. */
const bookAgain: Operation = {
  name: 'book again',
  weight: 5,
  async run(world, dice) {
    const held = dice.pickAny(await liveHolds(world));
    if (held === null) return null;
    const student = everyone(world).find(({ personId }) => personId === held.studentId) ?? null;
    const open = (await chargesFor(world.app.db, held.id)).find(({ status }) => status === 'OPEN');
    const before = world.interruptions;
    const input = { offeringId: held.offeringId, scheduledAt: toIso(held.startsAt), bookingMode: 'INSTANT' };
    const answer = await execute(world.app, beginMentorshipCheckout, student, input);
    if (answer.ok && world.interruptions === before) {
      assert(answer.value.mentorshipSessionId === held.id, 'the same wish finds the same hold');
      assert(
        open === undefined || answer.value.authorizationUrl === open.authorizationUrl,
        'an open page is found again',
      );
    }
    return `${nameOf(student)} again, ${short(held.id)}: ${outcome(answer)}`;
  },
};

async function liveHolds(world: World) {
  const rows = await world.app.db
    .select()
    .from(session)
    .where(eq(session.status, 'PENDING_PAYMENT'))
    .orderBy(session.id);
  return rows.filter(({ paymentDeadline }) => paymentDeadline !== null && isBefore(world.clock.now(), paymentDeadline));
}

/** A session of any state and somebody who may or may not have to do with it: usually the student. */
export async function somebodysSession(world: World, dice: Dice) {
  const rows = await world.app.db.select().from(session).orderBy(session.id);
  const open = rows.filter(({ status, paymentStatus }) => status.startsWith('PENDING') || paymentStatus === 'PENDING');
  const row = dice.pickAny(open.length > 0 && dice.chance(0.6) ? open : rows.slice(-12));
  if (row === null) return null;
  const student = everyone(world).find(({ personId }) => personId === row.studentId);
  const actor: Actor = student === undefined || dice.chance(0.15) ? dice.pick(everyone(world)) : student;
  return { row, actor };
}

const proceedToPay: Operation = {
  name: 'proceed to pay',
  weight: 9,
  async run(world, dice) {
    const found = await somebodysSession(world, dice);
    if (found === null) return null;
    const { row, actor } = found;
    const answer = await execute(world.app, proceedWithApprovedBookingPayment, actor, { sessionId: row.id });
    return `${nameOf(actor)}, ${short(row.id)} (${row.status}): ${outcome(answer)}`;
  },
};

const withdraw: Operation = {
  name: 'withdraw',
  weight: 4,
  async run(world, dice) {
    const found = await somebodysSession(world, dice);
    if (found === null) return null;
    const { row, actor } = found;
    const version = dice.chance(0.3) ? { version: row.version } : {};
    const answer = await execute(world.app, withdrawMentorshipRequest, actor, { sessionId: row.id, ...version });
    return `${nameOf(actor)}, ${short(row.id)} (${row.status}): ${outcome(answer)}`;
  },
};

export const bookingOperations: readonly Operation[] = [book, bookAgain, proceedToPay, withdraw];
