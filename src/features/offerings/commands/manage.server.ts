import { and, count, eq, ne } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor, May } from '#features/accounts/gates.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import { roleMay } from '#features/accounts/permissions.ts';
import { refreshNextSlots } from '#features/availability/commands/next-slots.server.ts';
import { databaseCatalog } from '#features/courses/queries.server.ts';
import { ownsCourse } from '#features/courses/rules.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, type CourseId, type OfferingId } from '#shared/id.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { createOfferingInput, pauseOfferingInput, updateOfferingInput } from '../schema.ts';
import type { BookingMode, OfferingView } from '../types.ts';
import { ownOffering } from '../queries/find.server.ts';

/**
 * Publishes an offering. Listed at once when the tutor is verified, else as soon as they are. 404 "Course not found"
 * for a course that is unknown or not the tutor's own; a mentor owns none.
 */
export const createMentorshipOffering = defineCommand({
  name: 'createMentorshipOffering',
  permission: 'offering.manage',
  input: createOfferingInput,
  run(app, tutor, input): Promise<Result<OfferingView>> {
    return changeOfferings(app, tutor, async (tx) => {
      const refusal = (await refuseCourse(tx, tutor, input.courseId)) ?? (await refuseMore(tx, tutor, 1));
      if (refusal !== null) return refusal;
      const now = app.clock.now();
      const id = newId<OfferingId>(app.random, now.epochMilliseconds);
      await tx.insert(offering).values({
        id,
        tutorId: tutor.personId,
        courseId: input.courseId,
        title: input.title,
        description: input.description,
        durationMinutes: input.duration,
        priceMinor: input.price,
        currency: settings.currency,
        ...modeColumns(input.bookingModes),
        createdAt: now,
        updatedAt: now,
      });
      return ok(id);
    });
  },
});

/** Changes what is given. Sessions already sold keep their own copy of title, price, length and terms. */
export const updateMentorshipOffering = defineCommand({
  name: 'updateMentorshipOffering',
  permission: 'offering.manage',
  input: updateOfferingInput,
  run(app, tutor, input): Promise<Result<OfferingView>> {
    return changeOfferings(app, tutor, async (tx) => {
      const refusal = await refuseCourse(tx, tutor, input.courseId ?? null);
      if (refusal !== null) return refusal;
      return changeOne(app, tx, tutor, input.offeringId, {
        ...(input.title === undefined ? {} : { title: input.title }),
        ...(input.description === undefined ? {} : { description: input.description }),
        ...(input.duration === undefined ? {} : { durationMinutes: input.duration }),
        ...(input.price === undefined ? {} : { priceMinor: input.price }),
        ...(input.courseId === undefined ? {} : { courseId: input.courseId }),
        ...(input.bookingModes === undefined ? {} : modeColumns(input.bookingModes)),
      });
    });
  },
});

/** Takes an offering out of the listing, or puts it back (`paused: false`). Booked sessions go on. */
export const pauseMentorshipOffering = defineCommand({
  name: 'pauseMentorshipOffering',
  permission: 'offering.manage',
  input: pauseOfferingInput,
  run(app, tutor, { offeringId, paused }): Promise<Result<OfferingView>> {
    return changeOfferings(app, tutor, (tx) =>
      changeOne(app, tx, tutor, offeringId, { status: paused ? 'PAUSED' : 'SCHEDULED' }),
    );
  },
});

/** Under the tutor's lock, so that a booking sees an offering before or after its change, never half of it. */
export function changeOfferings(
  app: App,
  tutor: Actor,
  change: (tx: Tx) => Promise<Result<OfferingId>>,
): Promise<Result<OfferingView>> {
  return transact(app.db, async (tx) => {
    const present = await lockActor(tx, tutor);
    if (!present.ok) return present;
    const changed = await change(tx);
    if (!changed.ok) return changed;
    await refreshNextSlots(tx, [tutor.personId], app.clock.now());
    const view = await ownOffering(tx, changed.value);
    assert(view !== null, 'an offering that was just written can be read');
    return ok(view);
  });
}

async function changeOne(
  app: App,
  tx: Tx,
  tutor: Actor,
  id: OfferingId,
  changes: Partial<typeof offering.$inferInsert>,
): Promise<Result<OfferingId>> {
  const [changed] = await tx
    .update(offering)
    .set({ ...changes, updatedAt: app.clock.now() })
    .where(and(eq(offering.id, id), eq(offering.tutorId, tutor.personId), ne(offering.status, 'CANCELLED')))
    .returning({ id: offering.id });
  return changed === undefined ? refuse('not_found', { message: 'Offering not found' }) : ok(changed.id);
}

/** 409 `too_many_offerings` when this many more would be too many. Under the tutor's lock. */
export async function refuseMore(tx: Tx, tutor: Actor, more: number): Promise<Refusal | null> {
  const [row] = await tx
    .select({ own: count() })
    .from(offering)
    .where(and(eq(offering.tutorId, tutor.personId), ne(offering.status, 'CANCELLED')));
  return (row?.own ?? 0) + more > settings.maxOfferings ? refuse('too_many_offerings') : null;
}

async function refuseCourse(tx: Tx, tutor: May<'offering.manage'>, courseId: CourseId | null): Promise<Refusal | null> {
  if (courseId === null) return null;
  const course = await databaseCatalog(tx).courseById(courseId);
  const mayLink = roleMay(tutor.role, 'offering.linkCourse') && course !== null && ownsCourse(course, tutor.personId);
  return mayLink ? null : refuse('not_found', { message: 'Course not found' });
}

export function modeColumns(modes: readonly BookingMode[]): { takesInstant: boolean; takesRequest: boolean } {
  return { takesInstant: modes.includes('INSTANT'), takesRequest: modes.includes('REQUEST') };
}
