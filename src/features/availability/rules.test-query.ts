import type { z } from 'zod';
import { openSlotsIso } from './rules.ts';
import { slotQueryInput } from './schema.ts';

export type QueryJson = z.input<typeof slotQueryInput>;

export const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** Ada teaches 09:00–12:00 UTC every day, an hour at a time; asked long before Monday 2 March 2026. */
export function adaQuery(changes: Partial<QueryJson> = {}): QueryJson {
  return {
    timeZone: 'UTC',
    weekly: [{ days: everyDay, start: '09:00', end: '12:00' }],
    overrides: [],
    busy: [],
    rangeStart: '2026-03-02T00:00:00Z',
    rangeEnd: '2026-03-03T00:00:00Z',
    durationMinutes: 60,
    stepMinutes: 60,
    minNoticeMinutes: 0,
    now: '2026-01-01T00:00:00Z',
    bufferBefore: 0,
    bufferAfter: 0,
    ...changes,
  };
}

/** What Ada offers, as ISO instants. */
export function offered(changes: Partial<QueryJson> = {}): string[] {
  return openSlotsIso(slotQueryInput.parse(adaQuery(changes)));
}

/** What Ada offers within one UTC day, `HH:MM` each. */
export function offeredOn(date: string, changes: Partial<QueryJson> = {}): string[] {
  const nextDay = new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 60 * 60_000).toISOString();
  const starts = offered({ rangeStart: `${date}T00:00:00Z`, rangeEnd: nextDay, ...changes });
  return starts.map((start) => start.slice(11, 16));
}

/** A busy time on Monday 2 March 2026, UTC clock times. */
export function busyOnMonday(start: string, end: string): { start: string; end: string } {
  return { start: `2026-03-02T${start}Z`, end: `2026-03-02T${end}Z` };
}

export function hours(start: string, end: string, days: number[] = everyDay): QueryJson['weekly'][number] {
  return { days, start, end };
}
