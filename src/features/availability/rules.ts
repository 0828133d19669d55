import type { EpochMs } from '#shared/time.ts';
import { gridIntervalMinutes, roundUpLocally } from './rules/grid.ts';
import { subtract, union, type Interval } from './rules/interval.ts';
import { isoInstants } from './rules/iso.ts';
import { openWindows } from './rules/windows.ts';
import { zoneOffsets, type ZoneOffsets } from './rules/zone.ts';
import type { SlotQuery } from './types.ts';

const MINUTE_MS = 60_000;
/** Without notice a slot still has to begin after now. */
const LEAST_NOTICE_MINUTES = 1;

/**
 * The starts that may be booked, ascending, in epoch milliseconds; at most the first `limit` of them (the search
 * ends there). Pure: the answer depends on the query and the zone's rules only, never on the server's zone.
 * Trusts its query: whoever builds one has checked the zone, the hours and the bounds (`schema.ts`).
 */
export function openSlots(query: SlotQuery, limit = Infinity): EpochMs[] {
  const starts: EpochMs[] = [];
  if (limit < 1) return starts;
  visitSlots(query, (start) => starts.push(start) < limit);
  return starts;
}

/** `openSlots` as `YYYY-MM-DDTHH:MM:SSZ`. */
export function openSlotsIso(query: SlotQuery, limit = Infinity): string[] {
  return isoInstants(openSlots(query, limit));
}

/**
 * True when `openSlots(query)` offers exactly this start. Ask with the range that was listed: with a step that is no
 * multiple of a grid interval the grid begins at `rangeStart` or the notice, so another range may offer other starts.
 */
export function isOpen(query: SlotQuery, start: EpochMs): boolean {
  let found = false;
  visitSlots(query, (slot) => {
    found = slot === start;
    return slot < start;
  });
  return found;
}

/** Calls `visit` with each start in order until it returns false. */
function visitSlots(query: SlotQuery, visit: (start: EpochMs) => boolean): void {
  const duration = query.durationMinutes * MINUTE_MS;
  const step = query.stepMinutes * MINUTE_MS;
  const interval = gridIntervalMinutes(query.stepMinutes);
  const earliest = earliestStart(query);
  if (earliest + duration > query.rangeEnd) return;
  const zone = zoneOffsets(query.timeZone, earliest, query.rangeEnd);
  let previous = -Infinity;
  for (const stretch of freeStretches(query, zone, earliest, query.rangeEnd)) {
    const last = Math.min(stretch.end, query.rangeEnd) - duration;
    const first = Math.max(stretch.start, earliest);
    // Most stretches between busy times are too short or too early: rounding is for the others.
    if (first > last) continue;
    let start = Math.max(roundUpLocally(zone, first, interval), previous + step);
    for (; start <= last; start += step) {
      previous = start;
      if (!visit(start as EpochMs)) return;
    }
  }
}

/** The range and the notice: no start lies before it. */
function earliestStart(query: SlotQuery): number {
  const noticeMinutes = Math.max(query.minNoticeMinutes, LEAST_NOTICE_MINUTES);
  return Math.max(query.rangeStart, query.now + noticeMinutes * MINUTE_MS);
}

/** Open hours minus what is busy, not cut to `[from, to)`. */
function freeStretches(query: SlotQuery, zone: ZoneOffsets, from: number, to: number): Interval[] {
  return subtract(openWindows(query, zone, from, to), blocks(query));
}

function blocks(query: SlotQuery): Interval[] {
  return union(query.busy.map((busy) => blockOf(busy, query)));
}

/** What a busy time keeps from a new slot with its own buffers. */
export function blockOf(busy: Interval, { bufferBefore, bufferAfter }: Buffers): Interval {
  return { start: busy.start - bufferAfter * MINUTE_MS, end: busy.end + bufferBefore * MINUTE_MS };
}

type Buffers = Pick<SlotQuery, 'bufferBefore' | 'bufferAfter'>;
