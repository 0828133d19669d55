import { openSlotsOf } from '#features/availability/queries.server.ts';
import type { BookingMode } from '#features/offerings/types.ts';
import type { App } from '#infra/app.server.ts';
import { settings } from '#shared/settings.ts';
import { instant, latest, plusMinutes, toIso, type EpochMs, type Instant } from '#shared/time.ts';
import type { BookableOffering } from './bookable-offering.server.ts';

/** How many other times a refused booking offers, and how far around the wanted one it looks first. */
const OTHER_TIMES = 3;
const NEARBY_MINUTES = 3 * 24 * 60;

/** The open starts nearest to `near`, or the very next ones when none is near: ISO, ascending. */
export async function otherTimes(
  app: App,
  offering: BookableOffering,
  bookingMode: BookingMode,
  near: Instant,
): Promise<string[]> {
  const now = app.clock.now();
  const nearby = {
    from: latest(now, plusMinutes(near, -NEARBY_MINUTES)),
    to: plusMinutes(near, NEARBY_MINUTES),
    now,
    bookingMode,
  };
  const around = await openSlotsOf(app.db, offering, nearby);
  const distance = (start: EpochMs) => Math.abs(start - near.epochMilliseconds);
  const nearest = around.sort((a, b) => distance(a) - distance(b)).slice(0, OTHER_TIMES);
  if (nearest.length === OTHER_TIMES) return toIsoList(nearest.sort((a, b) => a - b));
  const horizon = plusMinutes(now, settings.availability.horizonDays * 24 * 60);
  return toIsoList(
    await openSlotsOf(app.db, offering, { from: now, to: horizon, now, bookingMode, limit: OTHER_TIMES }),
  );
}

function toIsoList(starts: readonly EpochMs[]): string[] {
  return starts.map((start) => toIso(instant(start)));
}
