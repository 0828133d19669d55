import { eq } from 'drizzle-orm';
import { tutorCalendar } from '#features/availability/queries.server.ts';
import { bookableStarts, type BookingMode } from '#features/availability/rules/bookable.ts';
import { isoInstants } from '#features/availability/rules/iso.ts';
import type { App } from '#infra/app.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { SessionId } from '#shared/id.ts';
import { startOfDay } from '#shared/time.ts';

/** Local dates `YYYY-MM-DD` in `timeZone`, `to` exclusive. */
type Days = { from: string; to: string; timeZone: string };

/**
 * The starts that a session could move to on these days, ascending: its tutor's open times, as if the session's own time were free.
 * REQUEST leaves the student four hours to answer a proposal.
 */
export async function openTimesFor(app: App, id: string, mode: BookingMode, days: Days): Promise<string[]> {
  const [row] = await app.db
    .select()
    .from(session)
    .where(eq(session.id, id as SessionId));
  if (row === undefined) return [];
  const now = app.clock.now();
  const range = { from: startOfDay(days.from, days.timeZone), to: startOfDay(days.to, days.timeZone), now };
  const calendar = await tutorCalendar(app.db, row.tutorId, range);
  if (calendar === null) return [];
  const ownStart = row.startsAt.epochMilliseconds;
  const busy = calendar.busy.filter(({ teachesAt }) => teachesAt !== ownStart);
  const terms = { durationMinutes: row.durationMinutes, bookingMode: mode };
  return isoInstants(bookableStarts({ ...calendar, busy }, terms, range)).filter(
    (start) => Date.parse(start) !== ownStart,
  );
}
