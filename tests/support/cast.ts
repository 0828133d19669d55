import type { Actor } from '#features/accounts/gates.server.ts';
import type { Role } from '#features/accounts/permissions.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { newId, type OfferingId, type PersonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';

export type Cast = {
  ada: Actor;
  bola: Actor;
  tunde: Actor;
  kemi: Actor;
  /** Tunde's: ₦5,000, 60 minutes, booked at once or by request. */
  react: OfferingId;
  /** Tunde's: free, 30 minutes. */
  intro: OfferingId;
};

/** A tutor open every weekday from nine to seventeen in Lagos, two students and an admin: the least that a booking needs. */
export async function seedCast(app: App): Promise<Cast> {
  const [ada, bola, tunde, kemi] = [
    await addPerson(app, 'Ada Obi', 'STUDENT'),
    await addPerson(app, 'Bola Musa', 'STUDENT'),
    await addTutor(app, 'Tunde Adeyemi'),
    await addPerson(app, 'Kemi Ade', 'ADMIN'),
  ];
  const react = await addOffering(app, tunde, { title: 'React mastery, one to one', priceMinor: 500_000 });
  const intro = await addOffering(app, tunde, { title: 'First hello', priceMinor: 0, durationMinutes: 30 });
  return { ada, bola, tunde, kemi, react, intro };
}

export async function addPerson(app: App, name: string, role: Role): Promise<Actor> {
  const now = app.clock.now();
  const id = newId<PersonId>(app.random, now.epochMilliseconds);
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${id.slice(-6)}@example.test`;
  const date = new Date(now.epochMilliseconds);
  const isTeacher = role === 'TUTOR' || role === 'MENTOR';
  await app.db.insert(person).values({
    id,
    name,
    email,
    role,
    timeZone: 'Africa/Lagos',
    verifiedAt: isTeacher ? now : null,
    createdAt: date,
    updatedAt: date,
  });
  return { personId: id, role, name, email, image: null, timeZone: 'Africa/Lagos', verified: isTeacher };
}

export async function addTutor(app: App, name: string): Promise<Actor> {
  const tutor = await addPerson(app, name, 'TUTOR');
  await app.db.insert(availability).values({
    tutorId: tutor.personId,
    timeZone: 'Africa/Lagos',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minNoticeMinutes: 120,
    horizonDays: 60,
    dailyCap: null,
    refundPolicy: 'standard',
    meetingUrl: 'https://meet.example.com/tunde',
    updatedAt: app.clock.now(),
  });
  const weekdays = [1, 2, 3, 4, 5];
  await app.db
    .insert(weeklyHours)
    .values(weekdays.map((weekday) => ({ tutorId: tutor.personId, weekday, startMinute: 9 * 60, endMinute: 17 * 60 })));
  return tutor;
}

export async function addOffering(
  app: App,
  tutor: Actor,
  { title, priceMinor, durationMinutes = 60 }: { title: string; priceMinor: number; durationMinutes?: number },
): Promise<OfferingId> {
  const now = app.clock.now();
  const id = newId<OfferingId>(app.random, now.epochMilliseconds);
  await app.db.insert(offering).values({
    id,
    tutorId: tutor.personId,
    title,
    description: 'Bring your own project.',
    durationMinutes,
    priceMinor: minor(priceMinor),
    takesInstant: true,
    takesRequest: true,
    status: 'SCHEDULED',
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
