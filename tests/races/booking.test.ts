import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { deleteMentorshipOffering } from '#features/offerings/commands/delete.server.ts';
import { approveMentorshipRequest } from '#features/sessions/commands/answer-request.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { charge, chargeLine } from '#infra/db/tables/payments.server.ts';
import { session, takenTime } from '#infra/db/tables/sessions.server.ts';
import type { OfferingId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import { checkout } from '#tests/support/booking.ts';
import { addOffering, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { engines } from '#tests/support/database.ts';
import { addStudents, expectSound, openCrowd, times, type Crowd } from './crowd.ts';

const isMissing = !engines.includes('postgresql');
const CROWD = 64;
/** Tuesday, nine to sixteen in Lagos. */
const STARTS = [8, 9, 10, 11, 12, 13, 14, 15].map((hour) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`);
const [TUESDAY_9 = '', TUESDAY_10 = ''] = STARTS;

describe.skipIf(isMissing)(`booking at once on PostgreSQL${isMissing ? ' (set TEST_DATABASE_URL)' : ''}`, () => {
  let crowd: Crowd;
  let cast: Cast;
  beforeAll(async () => void (crowd = await openCrowd()));
  afterAll(() => crowd.close());
  beforeEach(async () => {
    await crowd.reset();
    cast = await seedCast(crowd.app);
  });

  const reasons = (answers: readonly Result<unknown>[]) =>
    [...new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.reason)))].sort();
  const winners = (answers: readonly Result<unknown>[]) => answers.filter(({ ok }) => ok).length;
  const rowsOf = async (table: typeof session | typeof charge | typeof chargeLine | typeof takenTime) => {
    const [row] = await crowd.app.db.select({ rows: count() }).from(table);
    return row?.rows;
  };

  it('gives one slot to one of 64 students, and every other a clean no with other times', async () => {
    const students = await addStudents(crowd.app, CROWD);
    for (const [round, scheduledAt] of [TUESDAY_9, TUESDAY_10, STARTS[4] ?? ''].entries()) {
      const answers = await Promise.all(
        students.map((student) => checkout(crowd.app, student, { offeringId: cast.react, scheduledAt })),
      );
      expect(winners(answers)).toBe(1);
      expect(answers.filter((answer) => !answer.ok && answer.reason === 'slot_taken')).toHaveLength(CROWD - 1);
      expect(answers.every((answer) => answer.ok || 'slots' in Object(answer.data))).toBe(true);
      expect(await rowsOf(session)).toBe(round + 1);
      expect(await rowsOf(charge)).toBe(round + 1);
      expect(await rowsOf(chargeLine)).toBe(round + 1);
      expect(await rowsOf(takenTime)).toBe(2 * (round + 1));
    }
    expect(crowd.deadlocks()).toBe(0);
    await expectSound(crowd);
  });

  describe('one student with 64 tutors', () => {
    let offerings: OfferingId[];
    beforeEach(async () => {
      offerings = await Promise.all(
        times(CROWD, async (at) => {
          const tutor = await addTutor(crowd.app, `Tutor ${at}`);
          return addOffering(crowd.app, tutor, { title: 'One to one', priceMinor: 500_000 });
        }),
      );
    });

    it('holds one of them when all are wanted for the same time', async () => {
      const answers = await Promise.all(
        offerings.map((offeringId) => checkout(crowd.app, cast.ada, { offeringId, scheduledAt: TUESDAY_10 })),
      );
      expect(winners(answers)).toBe(1);
      expect(reasons(answers)).toEqual(['ok', 'student_busy']);
      expect(crowd.deadlocks()).toBe(0);
      await expectSound(crowd);
    });

    it('holds three of them when they are wanted one after the other', async () => {
      const answers = await Promise.all(
        offerings.map((offeringId, at) =>
          checkout(crowd.app, cast.ada, { offeringId, scheduledAt: STARTS[at % STARTS.length] ?? '' }),
        ),
      );
      expect(winners(answers)).toBe(3);
      expect(reasons(answers)).toEqual(expect.arrayContaining(['ok', 'too_many_holds']));
      await expectSound(crowd);
    });
  });

  it('gives the same hold and the same page to twenty clicks', async () => {
    const input = { offeringId: cast.react, scheduledAt: TUESDAY_10, bookingMode: 'INSTANT' };
    const answers = await Promise.all(times(20, () => checkout(crowd.app, cast.ada, input)));
    expect(reasons(answers)).toEqual(['ok']);
    const [first] = answers;
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await rowsOf(session)).toBe(1);
    expect(await rowsOf(charge)).toBe(1);
    await expectSound(crowd);
  });

  it('takes a time once when a tutor says yes to eight while eight others hold it', async () => {
    const students = await addStudents(crowd.app, 16);
    const wish = { offeringId: cast.react, scheduledAt: TUESDAY_10 };
    const asked = await Promise.all(
      students.slice(0, 8).map((student) => checkout(crowd.app, student, { ...wish, bookingMode: 'REQUEST' })),
    );
    expect(reasons(asked)).toEqual(['ok']);
    const answers = await Promise.all([
      ...asked.map((one) => {
        const sessionId = one.ok ? one.value.mentorshipSessionId : '';
        return execute(crowd.app, approveMentorshipRequest, cast.tunde, { sessionId });
      }),
      ...students.slice(8).map((student) => checkout(crowd.app, student, { ...wish, bookingMode: 'INSTANT' })),
    ]);
    expect(winners(answers)).toBe(1);
    expect(reasons(answers)).toEqual(['ok', 'slot_taken']);
    await expectSound(crowd);
  });

  it('deletes an offering or books it, never both', async () => {
    const students = await addStudents(crowd.app, STARTS.length);
    for (let round = 0; round < 4; round += 1) {
      const offeringId = await addOffering(crowd.app, cast.tunde, { title: `Round ${round}`, priceMinor: 500_000 });
      const day = 24 + round;
      const book = students.map((student, at) =>
        checkout(crowd.app, student, { offeringId, scheduledAt: STARTS[at]?.replace('-24T', `-${day}T`) }),
      );
      const [deleted, ...booked] = await Promise.all([
        execute(crowd.app, deleteMentorshipOffering, cast.tunde, { offeringId }),
        ...book,
      ]);
      const [row] = await crowd.app.db.select().from(offering).where(eq(offering.id, offeringId));
      const sessions = await crowd.app.db.select().from(session).where(eq(session.offeringId, offeringId));
      expect(sessions).toHaveLength(winners(booked));
      expect(row?.status).toBe(deleted.ok ? 'CANCELLED' : 'SCHEDULED');
      expect(sessions.length === 0).toBe(deleted.ok);
      await crowd.app.db.update(session).set({ paymentDeadline: crowd.clock.now() });
      crowd.clock.advance(1);
    }
    await expectSound(crowd);
  });
});
