import { isBefore } from '#shared/time.ts';
import type { Everything } from './read.ts';

/** Nobody gets further on a card than they came: shown, then clicked, booked, paid; and what was booked is a session. */
export function findBrokenFunnel({ suggestions, sessions }: Everything): string[] {
  return suggestions.flatMap(({ studentId, courseId, offeringId, shownAt, clickedAt, bookedAt, paidAt }) => {
    const say = (what: string) => `the card of ${courseId} for ${studentId} ${what}`;
    const steps = [shownAt, clickedAt, bookedAt, paidAt];
    const broken = steps.flatMap((step, at) => {
      const before = steps[at - 1];
      if (at === 0 || step === null || step === undefined) return [];
      return before !== null && before !== undefined && !isBefore(step, before) ? [] : [say(`skips step ${at}`)];
    });
    const mine = sessions.filter(
      (row) => row.studentId === studentId && row.offeringId === offeringId && row.sourceCourseId === courseId,
    );
    if ((bookedAt !== null) !== mine.length > 0) broken.push(say(`has ${mine.length} sessions`));
    const isPaid = mine.some(({ settledChargeId }) => settledChargeId !== null);
    if ((paidAt !== null) !== isPaid) broken.push(say(paidAt === null ? 'forgot a payment' : 'counts none as paid'));
    return broken;
  });
}
