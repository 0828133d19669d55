import { eq } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { course, enrolment } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { newId, type CourseId, type OfferingId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { addOffering, addPerson, addTutor } from '#tests/support/cast.ts';

export type StoryOffering = { id: OfferingId; tutor: Actor; title: string };
export type StoryCast = {
  students: Actor[];
  tutors: Actor[];
  admin: Actor;
  offerings: StoryOffering[];
  /** Completed by every student; some offerings belong to them. */
  courses: CourseId[];
  /** How many have come for those who left. */
  newcomers: number;
};

/**
 * Few people and much to quarrel about: three students, two tutors who also book each other, one with buffers, no
 * notice and a daily cap, and offerings of several lengths, one of them free, one after a course.
 */
export async function seedStory(app: App): Promise<StoryCast> {
  const students = [];
  for (const name of ['Ada Obi', 'Bola Musa', 'Chidi Eze']) students.push(await addPerson(app, name, 'STUDENT'));
  const tunde = await addTutor(app, 'Tunde Adeyemi');
  const ngozi = await addTutor(app, 'Ngozi Eze');
  const admin = await addPerson(app, 'Kemi Ade', 'ADMIN');
  await openAllDay(app, ngozi);
  const cast: StoryCast = { students, tutors: [tunde, ngozi], admin, offerings: [], courses: [], newcomers: 0 };
  await offer(app, cast, tunde, [
    ['React', 500_000, 60],
    ['Hello', 0, 30],
  ]);
  await offer(app, cast, ngozi, [
    ['Career', 333_333, 90],
    ['Quick look', 5_001, 30],
  ]);
  await teachCourse(app, cast, tunde);
  await teachCourse(app, cast, ngozi);
  return cast;
}

/** Somebody new in the place of a student who left. */
export async function replaceStudent(app: App, cast: StoryCast, gone: Actor): Promise<void> {
  cast.newcomers += 1;
  const student = await addPerson(app, `Dayo Newcomer${cast.newcomers}`, 'STUDENT');
  cast.students = cast.students.map((one) => (one === gone ? student : one));
  for (const courseId of cast.courses) await complete(app, student, courseId);
}

/** Somebody new, with offerings, in the place of a tutor who left. */
export async function replaceTutor(app: App, cast: StoryCast, gone: Actor): Promise<void> {
  cast.newcomers += 1;
  const tutor = await addTutor(app, `Efe Newcomer${cast.newcomers}`);
  cast.tutors = cast.tutors.map((one) => (one === gone ? tutor : one));
  cast.offerings = cast.offerings.filter((one) => one.tutor !== gone);
  await offer(app, cast, tutor, [
    ['Another hour', 400_000, 60],
    ['Another hello', 0, 30],
  ]);
}

async function offer(app: App, cast: StoryCast, tutor: Actor, offers: [string, number, number][]): Promise<void> {
  for (const [title, priceMinor, durationMinutes] of offers) {
    const id = await addOffering(app, tutor, { title, priceMinor, durationMinutes });
    cast.offerings.push({ id, tutor, title });
  }
}

/** A course of this tutor that all students have completed, with their offerings after it. */
async function teachCourse(app: App, cast: StoryCast, tutor: Actor): Promise<void> {
  const now = app.clock.now();
  const id = newId<CourseId>(app.random, now.epochMilliseconds);
  const values = { id, slug: `course-${cast.courses.length}`, title: 'A course', summary: '', priceMinor: minor(0) };
  await app.db.insert(course).values({ ...values, tutorId: tutor.personId, createdAt: now });
  await app.db.update(offering).set({ courseId: id }).where(eq(offering.tutorId, tutor.personId));
  cast.courses.push(id);
  for (const student of cast.students) await complete(app, student, id);
}

async function complete(app: App, { personId }: Actor, courseId: CourseId): Promise<void> {
  const now = app.clock.now();
  await app.db.insert(enrolment).values({ courseId, studentId: personId, enrolledAt: now, completedAt: now });
}

async function openAllDay(app: App, tutor: Actor): Promise<void> {
  await app.db
    .update(availability)
    .set({ bufferBeforeMinutes: 15, bufferAfterMinutes: 30, minNoticeMinutes: 0, dailyCap: 6 })
    .where(eq(availability.tutorId, tutor.personId));
  await app.db.delete(weeklyHours).where(eq(weeklyHours.tutorId, tutor.personId));
  await app.db
    .insert(weeklyHours)
    .values(
      [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ tutorId: tutor.personId, weekday, startMinute: 0, endMinute: 1440 })),
    );
}
