import { Temporal } from '#shared/time.ts';

/** One change of a zone's UTC offset: `at` in epoch milliseconds, the offsets in milliseconds east of UTC. */
export type OffsetChange = { readonly at: number; readonly before: number; readonly after: number };

/** A zone over some years: the offset at their beginning, then each change in order. */
export type ZoneOffsets = { readonly first: number; readonly changes: readonly OffsetChange[] };

const DAY_MS = 24 * 60 * 60_000;
/** Finding a year's changes costs about 0.3 ms; a few hundred zones over a few years fit here. */
const MAX_CACHED_ZONE_YEARS = 4_096;
const zoneYears = new Map<string, ZoneOffsets>();

/** The offsets of `timeZone` from two days before `from` until two days after `to` at least (epoch milliseconds). */
export function zoneOffsets(timeZone: string, from: number, to: number): ZoneOffsets {
  const firstYear = yearOf(from - 2 * DAY_MS);
  const lastYear = yearOf(to + 2 * DAY_MS);
  const first = zoneYear(timeZone, firstYear).first;
  const changes: OffsetChange[] = [];
  let before = first;
  for (let year = firstYear; year <= lastYear; year += 1) {
    const offsets = zoneYear(timeZone, year);
    // A change exactly at the turn of the year belongs to neither year's own list.
    if (offsets.first !== before) changes.push({ at: Date.UTC(year, 0, 1), before, after: offsets.first });
    changes.push(...offsets.changes);
    before = changes.at(-1)?.after ?? first;
  }
  return { first, changes };
}

/** The UTC offset in force at an instant. */
export function offsetAt(zone: ZoneOffsets, at: number): number {
  let offset = zone.first;
  for (const change of zone.changes) {
    if (at < change.at) break;
    offset = change.after;
  }
  return offset;
}

/** The first change of offset after an instant, or Infinity. */
export function nextChangeAt(zone: ZoneOffsets, at: number): number {
  return zone.changes.find((change) => change.at > at)?.at ?? Infinity;
}

/**
 * The instant of a local wall-clock time (its fields as if they were UTC), resolved as Temporal's `compatible`:
 * the earlier of two when the clock goes back, moved forward by the gap when it goes forward. Both mean
 * reading it with the offset before the change.
 */
export function instantOf(zone: ZoneOffsets, local: number): number {
  let offset = zone.first;
  for (const change of zone.changes) {
    if (local < change.at + Math.max(change.before, change.after)) break;
    offset = change.after;
  }
  return local - offset;
}

/** True when the wall clock never shows any moment of the local `[start, end)`. */
export function isSkipped(zone: ZoneOffsets, start: number, end: number): boolean {
  return zone.changes.some(({ at, before, after }) => start >= at + before && end <= at + after);
}

function zoneYear(timeZone: string, year: number): ZoneOffsets {
  const key = `${timeZone} ${year}`;
  const known = zoneYears.get(key);
  if (known !== undefined) return known;
  if (zoneYears.size >= MAX_CACHED_ZONE_YEARS) dropOldest();
  const found = findChanges(timeZone, year);
  zoneYears.set(key, found);
  return found;
}

function findChanges(timeZone: string, year: number): ZoneOffsets {
  const end = Date.UTC(year + 1, 0, 1);
  const start = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(timeZone);
  const first = start.offsetNanoseconds / 1e6;
  const changes: OffsetChange[] = [];
  let before = first;
  let next = start.getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < end) {
    const after = next.offsetNanoseconds / 1e6;
    if (after !== before) changes.push({ at: next.epochMilliseconds, before, after });
    before = after;
    next = next.getTimeZoneTransition('next');
  }
  return { first, changes };
}

function dropOldest(): void {
  const oldest = zoneYears.keys().next().value;
  if (oldest !== undefined) zoneYears.delete(oldest);
}

function yearOf(at: number): number {
  return new Date(at).getUTCFullYear();
}
