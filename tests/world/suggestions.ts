import type { App } from '#infra/app.server.ts';
import { courseSuggestion } from '#infra/db/tables/upsell.server.ts';
import { plusMinutes } from '#shared/time.ts';
import { courses, enrolments } from './courses.ts';
import { offerings } from './offerings.ts';

const DAY_MINUTES = 24 * 60;

/** Whoever has completed a course was shown what is linked to it; one of them pressed Book. */
export async function seedSuggestions(app: App): Promise<void> {
  const shownAt = plusMinutes(app.clock.now(), -2 * DAY_MINUTES);
  await app.db.insert(courseSuggestion).values(
    enrolments
      .filter(({ course, lessonsDone }) => lessonsDone === course.lessons.length)
      .flatMap(({ student, course }) =>
        offerings
          .filter((offering) => offering.course?.id === course.id && offering.status === 'SCHEDULED')
          .map((offering, index) => ({
            studentId: student.personId,
            courseId: course.id,
            offeringId: offering.id,
            shownAt,
            clickedAt: index === 0 && course === courses[0] ? plusMinutes(shownAt, 2) : null,
          })),
      ),
  );
}
