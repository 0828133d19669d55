import { asc, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { availability, dateOverride, weeklyHours } from '#infra/db/tables/availability.server.ts';
import type { PersonId } from '#shared/id.ts';

/** A tutor's hours, changed dates and terms, at most `limit` rows a list. */
export async function availabilityAbout(db: Executor, personId: PersonId, limit: number) {
  const [terms = null] = await db.select().from(availability).where(eq(availability.tutorId, personId));
  const hours = await db
    .select()
    .from(weeklyHours)
    .where(eq(weeklyHours.tutorId, personId))
    .orderBy(asc(weeklyHours.weekday), asc(weeklyHours.startMinute))
    .limit(limit);
  const changedDates = await db
    .select()
    .from(dateOverride)
    .where(eq(dateOverride.tutorId, personId))
    .orderBy(asc(dateOverride.localDate))
    .limit(limit);
  return { terms, hours, changedDates };
}
