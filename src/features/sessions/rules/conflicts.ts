import { isBefore, plusMinutes, type Instant } from '#shared/time.ts';

/** Time that one person gives away, with the breaks around it that a tutor keeps. */
export type Occupied = {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
};

/** The others that this one cannot stand beside, soonest first. */
export function conflictsOf<Other extends Occupied>(one: Occupied, others: readonly Other[]): Other[] {
  const [from, to] = [rangeStart(one), rangeEnd(one)];
  return others
    .filter((other) => other.id !== one.id && isBefore(rangeStart(other), to) && isBefore(from, rangeEnd(other)))
    .sort((a, b) => a.startsAt.epochMilliseconds - b.startsAt.epochMilliseconds);
}

function rangeStart(one: Occupied): Instant {
  return plusMinutes(one.startsAt, -one.bufferBeforeMinutes);
}

function rangeEnd(one: Occupied): Instant {
  return plusMinutes(one.endsAt, one.bufferAfterMinutes);
}
