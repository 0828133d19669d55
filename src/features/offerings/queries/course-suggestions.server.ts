import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { courseSuggestion, courseSuggestionDismissal } from '#infra/db/tables/upsell.server.ts';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { OfferingView } from '../types.ts';
import { isListed, selectOfferings } from './find.server.ts';
import { bySoonest, viewOffering, withTrueNextSlots } from './view.server.ts';

/** What a completion page shows beside its own words. */
export type SuggestionsCard =
  | { state: 'shown'; offerings: OfferingView[] }
  /** Nobody offers anything on this course, but for the reader perhaps. */
  | { state: 'none' }
  | { state: 'dismissed' }
  /** The source failed or was too slow: the page goes on without it. */
  | { state: 'away' };

export type SuggestionsSource = (app: App, courseId: CourseId, viewerId: PersonId) => Promise<SuggestionsCard>;

/** Up to five listed offerings of a course, soonest slot first, without the viewer's own; or that they want none. */
export async function courseSuggestions(app: App, courseId: CourseId, viewerId: PersonId): Promise<SuggestionsCard> {
  if (await areDismissed(app.db, courseId, viewerId)) return { state: 'dismissed' };
  const rows = await selectOfferings(
    app.db,
    and(eq(offering.courseId, courseId), isListed, ne(offering.tutorId, viewerId)),
  )
    .orderBy(sql`${offering.nextSlotAt} asc nulls last`, asc(offering.id))
    .limit(settings.suggestionsLimit);
  if (rows.length === 0) return { state: 'none' };
  const fresh = await withTrueNextSlots(app.db, rows, app.clock.now());
  return { state: 'shown', offerings: fresh.sort(bySoonest).map(viewOffering) };
}

/**
 * The card from `source`, or `away` when it fails or takes longer than `budgetMs`. Either is logged, and neither ever
 * reaches the page that asked: a course is completed whether or not we have something to sell.
 */
export async function suggestionsInTime(
  app: App,
  student: { personId: PersonId },
  courseId: CourseId,
  source: SuggestionsSource = courseSuggestions,
  budgetMs: number = settings.suggestionsBudgetMs,
): Promise<SuggestionsCard> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SuggestionsCard>((resolve) => {
    timer = setTimeout(() => {
      app.log.warn({ courseId, budgetMs }, 'suggestions were too slow for the completion page');
      resolve({ state: 'away' });
    }, budgetMs);
  });
  // Caught here and not around the race, so that a failure after the budget is heard of, too.
  const found = start(app, student, courseId, source).catch((error: unknown): SuggestionsCard => {
    app.log.error({ err: error, courseId }, 'suggestions failed on the completion page');
    return { state: 'away' };
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Async, so that a source which throws at once fails like one that throws later. */
async function start(app: App, student: { personId: PersonId }, courseId: CourseId, source: SuggestionsSource) {
  return source(app, courseId, student.personId);
}

async function areDismissed(executor: Executor, courseId: CourseId, studentId: PersonId): Promise<boolean> {
  const rows = await executor
    .select({ dismissedAt: courseSuggestionDismissal.dismissedAt })
    .from(courseSuggestionDismissal)
    .where(and(eq(courseSuggestionDismissal.studentId, studentId), eq(courseSuggestionDismissal.courseId, courseId)));
  return rows.length > 0;
}

/**
 * True when this student pressed Book for this offering on the card of that course. A checkout that claims to come
 * from there is believed on no other ground.
 */
export async function wasPicked(
  executor: Executor,
  studentId: PersonId,
  courseId: CourseId,
  offeringId: OfferingId,
): Promise<boolean> {
  const rows = await executor
    .select({ clickedAt: courseSuggestion.clickedAt })
    .from(courseSuggestion)
    .where(
      and(
        eq(courseSuggestion.studentId, studentId),
        eq(courseSuggestion.courseId, courseId),
        eq(courseSuggestion.offeringId, offeringId),
        isNotNull(courseSuggestion.clickedAt),
      ),
    );
  return rows.length > 0;
}
