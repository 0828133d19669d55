import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import type { BookingMode, OfferingDetail } from '#features/offerings/types.ts';
import { localDate } from '#shared/format-time.ts';
import { readId, type OfferingId } from '#shared/id.ts';
import type { Instant } from '#shared/time.ts';
import { monthTimes, type AskedTimes, type Times } from '../month-times.server.ts';

type Wanted = AskedTimes & {
  mode: BookingMode;
  timeZone: string;
  now: Instant;
  /** Starts that this student holds already: theirs to go on with, though taken for all others. */
  held: readonly string[];
};

/** The offering's open times around what the address asks for. */
export function readTimes(app: App.Locals['app'], offering: OfferingDetail, wanted: Wanted): Promise<Times> {
  const { mode, timeZone, now, held } = wanted;
  const startsWithin = async (from: string, to: string) => {
    const range = { from, to, tz: timeZone, bookingMode: mode };
    const found = await offeringSlots(app, readId<OfferingId>(offering.id), range);
    const isWithin = (start: string) => {
      const date = localDate(start, timeZone);
      return date >= from && date < to;
    };
    return [...new Set([...(found.ok ? found.value.slots : []), ...held.filter(isWithin)])].sort();
  };
  return monthTimes({ timeZone, now, firstStart: offering.nextSlot, startsWithin }, wanted);
}
