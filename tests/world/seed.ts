import { hashPassword } from 'better-auth/crypto';
import { refreshNextSlots } from '#features/availability/commands/next-slots.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { authAccount, person } from '#infra/db/tables/accounts.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { course, enrolment, lesson, lessonDone } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { newId, type LessonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { plusMinutes, type Instant } from '#shared/time.ts';
import { courses, enrolments } from './courses.ts';
import { hours } from './hours.ts';
import { worldId } from './ids.ts';
import { offerings } from './offerings.ts';
import { PASSWORD, people } from './people.ts';
import { seedSessions } from './sessions.ts';
import { seedSuggestions } from './suggestions.ts';

const DAY_MINUTES = 24 * 60;

/**
 * Fills an empty database with a small believable world, told from the app's clock: people who can sign in, courses,
 * offerings, hours, and sessions in every state. The same at every run but for passwords' salt and sessions' ids.
 */
export async function seedWorld(app: App): Promise<void> {
  await seedOfferings(app);
  await seedSessions(app);
  await seedSuggestions(app);
}

/** The world before anybody booked: quick, and enough for most tests. */
export async function seedOfferings(app: App): Promise<void> {
  const now = app.clock.now();
  const password = await hashOnce();
  await app.db.transaction(async (tx) => {
    await insertPeople(app, tx, now, password);
    await insertCourses(tx, now);
    await insertHours(tx, now);
    await insertOfferings(tx, now);
    await refreshNextSlots(
      tx,
      hours.map(({ tutor }) => tutor.personId),
      now,
    );
  });
}

/** A tenth of a second of work on purpose: everyone shares the one hash, and so do all worlds of a process. */
let hash: Promise<string> | null = null;

function hashOnce(): Promise<string> {
  hash ??= hashPassword(PASSWORD);
  return hash;
}

async function insertPeople(app: App, tx: Tx, now: Instant, password: string): Promise<void> {
  // A second apart, in the order of the list: the demo bar shows them so.
  const joined = (index: number) => new Date(now.epochMilliseconds - 90 * DAY_MINUTES * 60_000 + index * 1000);
  await tx.insert(person).values(
    people.map(({ personId, verified, ...rest }, index) => ({
      ...rest,
      id: personId,
      emailVerified: true,
      verifiedAt: verified ? plusMinutes(now, -60 * DAY_MINUTES) : null,
      createdAt: joined(index),
      updatedAt: joined(index),
    })),
  );
  await tx.insert(authAccount).values(
    people.map(({ personId }, index) => ({
      id: newId(app.random, now.epochMilliseconds),
      accountId: personId,
      providerId: 'credential',
      personId,
      password,
      createdAt: joined(index),
      updatedAt: joined(index),
    })),
  );
}

async function insertCourses(tx: Tx, now: Instant): Promise<void> {
  const createdAt = plusMinutes(now, -80 * DAY_MINUTES);
  await tx.insert(course).values(
    courses.map(({ id, slug, title, summary, priceNaira, tutor, creator }) => ({
      id,
      slug,
      title,
      summary,
      thumbnail: `/course-images/${slug}.svg`,
      priceMinor: minor(priceNaira * 100),
      tutorId: tutor.personId,
      creatorId: creator.personId,
      createdAt,
    })),
  );
  await tx.insert(lesson).values(
    courses.flatMap(({ id: courseId, lessons }, courseIndex) =>
      lessons.map(([title, body], index) => ({
        id: lessonId(courseIndex, index),
        courseId,
        position: index + 1,
        title,
        body,
      })),
    ),
  );
  await tx.insert(enrolment).values(
    enrolments.map(({ student, course: taken, lessonsDone }) => ({
      courseId: taken.id,
      studentId: student.personId,
      enrolledAt: plusMinutes(now, -30 * DAY_MINUTES),
      completedAt: lessonsDone === taken.lessons.length ? plusMinutes(now, -2 * DAY_MINUTES) : null,
    })),
  );
  await tx.insert(lessonDone).values(
    enrolments.flatMap(({ student, course: taken, lessonsDone: done }) =>
      taken.lessons.slice(0, done).map((_, index) => ({
        studentId: student.personId,
        courseId: taken.id,
        lessonId: lessonId(courses.indexOf(taken), index),
        doneAt: plusMinutes(now, (index - 2 - done) * DAY_MINUTES),
      })),
    ),
  );
}

function lessonId(courseIndex: number, index: number): LessonId {
  return worldId<LessonId>('lesson', courseIndex * 100 + index + 1);
}

async function insertHours(tx: Tx, now: Instant): Promise<void> {
  await tx.insert(availability).values(
    hours.map(({ tutor, bufferMinutes, noticeMinutes, dailyCap, refundPolicy }) => ({
      tutorId: tutor.personId,
      timeZone: tutor.timeZone,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: bufferMinutes ?? settings.availability.bufferMinutes,
      minNoticeMinutes: noticeMinutes ?? settings.availability.minNoticeMinutes,
      horizonDays: settings.availability.horizonDays,
      dailyCap: dailyCap ?? null,
      refundPolicy: refundPolicy ?? ('standard' as const),
      meetingUrl: `https://meet.example.com/${tutor.name.toLowerCase().replaceAll(' ', '-')}`,
      updatedAt: now,
    })),
  );
  await tx
    .insert(weeklyHours)
    .values(
      hours.flatMap(({ tutor, ranges }) =>
        ranges.flatMap(({ days, from, to }) =>
          days.map((weekday) => ({ tutorId: tutor.personId, weekday, startMinute: from * 60, endMinute: to * 60 })),
        ),
      ),
    );
}

async function insertOfferings(tx: Tx, now: Instant): Promise<void> {
  await tx.insert(offering).values(
    offerings.map(({ id, tutor, course: linked, title, description, minutes, priceNaira, modes, status }, index) => ({
      id,
      tutorId: tutor.personId,
      courseId: linked?.id ?? null,
      title,
      description,
      durationMinutes: minutes,
      priceMinor: minor(priceNaira * 100),
      takesInstant: modes.includes('INSTANT'),
      takesRequest: modes.includes('REQUEST'),
      status,
      createdAt: plusMinutes(now, -40 * DAY_MINUTES + index),
      updatedAt: plusMinutes(now, -40 * DAY_MINUTES + index),
    })),
  );
}
