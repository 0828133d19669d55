import { nextChangeAt, offsetAt, type ZoneOffsets } from './zone.ts';

const MINUTE_MS = 60_000;

/** The minutes of the hour that a first start may fall on: multiples of the largest of these that divides the step. */
export function gridIntervalMinutes(stepMinutes: number): number {
  return [60, 30, 20, 15, 10, 5].find((interval) => stepMinutes % interval === 0) ?? 1;
}

/** The first instant at or after `at` whose local minutes of the hour are a multiple of `intervalMinutes`, with no seconds. */
export function roundUpLocally(zone: ZoneOffsets, at: number, intervalMinutes: number): number {
  const interval = intervalMinutes * MINUTE_MS;
  const offset = offsetAt(zone, at);
  const rounded = Math.ceil((at + offset) / interval) * interval - offset;
  if (rounded === at) return at;
  // Lord Howe moves by half an hour: past a change the minutes of the hour are other ones.
  const change = nextChangeAt(zone, at);
  return rounded < change ? rounded : roundUpLocally(zone, change, intervalMinutes);
}
