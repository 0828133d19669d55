import { and, eq, sql } from 'drizzle-orm';
import { calendarFields, readCalendar } from '#features/availability/queries.server.ts';
import { bookableStarts, defaultBookingMode } from '#features/availability/rules/bookable.ts';
import { isoInstants } from '#features/availability/rules/iso.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { OfferingId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { startOfDay } from '#shared/time.ts';
import type { SlotsQuery } from '../schema/search.ts';
import { isListed } from './find.server.ts';

/**
 * The starts of a listed offering that can be booked on the local dates `[from, to)` of `tz` (the tutor's zone when
 * left out), ascending. One query. 404 for an offering that is not listed, 422 `mode_not_offered`.
 */
export async function offeringSlots(
  app: App,
  id: OfferingId,
  query: SlotsQuery,
): Promise<Result<{ slots: string[]; timeZone: string }>> {
  const now = app.clock.now();
  // Read in UTC with a day on either side, since the zone may only be known from the row.
  const days = {
    from: startOfDay(query.from, 'UTC').subtract({ hours: 24 }),
    to: startOfDay(query.to, 'UTC').add({ hours: 24 }),
  };
  const [row] = await app.db
    .select({
      durationMinutes: offering.durationMinutes,
      takesInstant: offering.takesInstant,
      takesRequest: offering.takesRequest,
      zone: sql<string>`coalesce(${availability.timeZone}, ${person.timeZone})`,
      calendar: calendarFields({ ...days, now }),
    })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .leftJoin(availability, eq(availability.tutorId, offering.tutorId))
    .where(and(eq(offering.id, id), isListed))
    .prepare('offering_slots')
    .execute();
  if (row === undefined) return refuse('not_found', { message: 'This offering is not listed.' });
  const bookingMode = query.bookingMode ?? defaultBookingMode(row);
  if (!(bookingMode === 'INSTANT' ? row.takesInstant : row.takesRequest)) return refuseMode(bookingMode);
  const timeZone = query.tz ?? row.zone;
  if (row.calendar === null) return ok({ slots: [], timeZone });
  const range = { from: startOfDay(query.from, timeZone), to: startOfDay(query.to, timeZone), now };
  const terms = { durationMinutes: row.durationMinutes, bookingMode };
  return ok({ slots: isoInstants(bookableStarts(readCalendar(row.calendar), terms, range)), timeZone });
}

function refuseMode(bookingMode: string) {
  return refuse('mode_not_offered', {
    fields: { bookingMode: `This offering does not take ${bookingMode} bookings.` },
  });
}
