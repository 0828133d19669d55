import { and, eq, ne, sql } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import { databaseCatalog } from '#features/courses/queries.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { courseSuggestion, courseSuggestionDismissal } from '#infra/db/tables/upsell.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import type { Instant } from '#shared/time.ts';
import { selectOfferings, isListed } from '../queries/find.server.ts';
import { writeSuggestionSource } from '../rules/suggestion-source.ts';
import { dismissSuggestionsInput, pickSuggestionInput } from '../schema/suggestions.ts';

/**
 * Puts the card of a completed course away for the asking student, for good; `dismissed: false` brings it back. Again:
 * the same answer. 404 for an unknown course, 409 `wrong_state` while it is not completed.
 */
export const dismissCourseSuggestions = defineCommand({
  name: 'dismissCourseSuggestions',
  permission: 'course.take',
  input: dismissSuggestionsInput,
  run(app, student, { courseId, dismissed }): Promise<Result<{ courseId: string; dismissed: boolean }>> {
    return transact(app.db, async (tx) => {
      const refusal = await refuseUncompleted(tx, student.personId, courseId);
      if (refusal !== null) return refusal;
      const row = { studentId: student.personId, courseId };
      if (dismissed) {
        const values = { ...row, dismissedAt: app.clock.now() };
        await tx.insert(courseSuggestionDismissal).values(values).onConflictDoNothing();
      } else {
        const { studentId, courseId: of } = courseSuggestionDismissal;
        await tx.delete(courseSuggestionDismissal).where(and(eq(studentId, row.studentId), eq(of, courseId)));
      }
      return ok({ courseId, dismissed });
    });
  },
});

/**
 * Book was pressed on the card: counts it, and answers with the `from` that the checkout carries on. 404 for an unknown
 * course and for an offering that is not listed there or is one's own, 409 `wrong_state` while the course is not completed.
 */
export const pickCourseSuggestion = defineCommand({
  name: 'pickCourseSuggestion',
  permission: 'course.take',
  input: pickSuggestionInput,
  run(app, student, { courseId, offeringId }): Promise<Result<{ offeringId: string; from: string }>> {
    return transact(app.db, async (tx) => {
      const refusal = await refuseUncompleted(tx, student.personId, courseId);
      if (refusal !== null) return refusal;
      const isOfCourse = and(eq(offering.id, offeringId), eq(offering.courseId, courseId));
      const open = and(isOfCourse, isListed, ne(offering.tutorId, student.personId));
      const [found] = await selectOfferings(tx, open).limit(1);
      if (found === undefined) return refuse('not_found', { message: 'This offering is not open for booking.' });
      const now = app.clock.now();
      await tx
        .insert(courseSuggestion)
        .values({ studentId: student.personId, courseId, offeringId, shownAt: now, clickedAt: now })
        .onConflictDoUpdate({
          target: KEY,
          set: { clickedAt: sql`coalesce(${courseSuggestion.clickedAt}, excluded.clicked_at)` },
        });
      return ok({ offeringId, from: writeSuggestionSource(courseId) });
    });
  },
});

/**
 * Counts what a card showed. Once a student, course and offering, however often the page is opened; a failure is
 * logged and costs the page nothing.
 */
export async function noteSuggestionsShown(
  app: App,
  student: { personId: PersonId },
  courseId: CourseId,
  offeringIds: readonly OfferingId[],
): Promise<void> {
  if (offeringIds.length === 0) return;
  const shownAt = app.clock.now();
  try {
    await app.db
      .insert(courseSuggestion)
      .values(offeringIds.map((offeringId) => ({ studentId: student.personId, courseId, offeringId, shownAt })))
      .onConflictDoNothing();
  } catch (error) {
    app.log.error({ err: error, courseId }, 'what a completion page showed was not counted');
  }
}

type Sourced = { studentId: PersonId; offeringId: OfferingId; sourceCourseId: CourseId | null };

/** Counts that a session which began on a card was booked, in its transaction. */
export function noteSuggestionBooked(tx: Tx, session: Sourced, now: Instant): Promise<void> {
  return noteStep(tx, session, {
    bookedAt: sql`coalesce(${courseSuggestion.bookedAt}, ${now.toString()}::timestamptz)`,
  });
}

/** Counts that it was paid. */
export function noteSuggestionPaid(tx: Tx, session: Sourced, now: Instant): Promise<void> {
  return noteStep(tx, session, { paidAt: sql`coalesce(${courseSuggestion.paidAt}, ${now.toString()}::timestamptz)` });
}

async function noteStep(
  tx: Tx,
  { studentId, offeringId, sourceCourseId }: Sourced,
  step: { bookedAt: ReturnType<typeof sql> } | { paidAt: ReturnType<typeof sql> },
): Promise<void> {
  if (sourceCourseId === null) return;
  await tx
    .update(courseSuggestion)
    .set(step)
    .where(
      and(
        eq(courseSuggestion.studentId, studentId),
        eq(courseSuggestion.courseId, sourceCourseId),
        eq(courseSuggestion.offeringId, offeringId),
      ),
    );
}

const KEY = [courseSuggestion.studentId, courseSuggestion.courseId, courseSuggestion.offeringId];

async function refuseUncompleted(tx: Tx, studentId: PersonId, courseId: CourseId): Promise<Refusal | null> {
  const catalog = databaseCatalog(tx);
  if ((await catalog.courseById(courseId)) === null) return refuse('not_found', { message: 'Course not found' });
  if ((await catalog.completedAt(studentId, courseId)) !== null) return null;
  return refuse('wrong_state', { message: 'You have not completed this course yet. Nothing was changed.' });
}
