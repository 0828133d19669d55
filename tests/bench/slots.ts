import { openSlots } from '#features/availability/rules.ts';
import type { SlotQuery } from '#features/availability/types.ts';
import type { EpochMs } from '#shared/time.ts';
import { median, ms } from './numbers.ts';
import type { Measurement } from './row.ts';

const DAYS = 365;
const BUSY = 200;
const CALLS = 400;
const WARM_UP_CALLS = 50;
const HOUR = 3_600_000;
const BUDGET_MS = 1;

/** A year of one tutor's calendar, searched in one call. */
export const slots: Measurement = {
  name: 'slots',
  async run() {
    const zones = ['Africa/Lagos', 'America/New_York'];
    const medians = zones.map((zone) => median(timeCalls(query(zone))));
    const worst = Math.max(...medians);
    return [
      {
        what: `openSlots, ${DAYS} days, ${BUSY} busy, 30 min`,
        budget: `≤ ${BUDGET_MS} ms a call`,
        measured: ms(worst),
        ratio: null,
        ok: worst <= BUDGET_MS,
        notes: [
          `Median of ${CALLS} calls, the slower of two zones: ${zones.map((zone, index) => `${zone} ${ms(medians[index] ?? 0)}`).join(', ')}.`,
        ],
      },
    ];
  },
};

function timeCalls(asked: SlotQuery): number[] {
  for (let call = 0; call < WARM_UP_CALLS; call += 1) openSlots(asked);
  return Array.from({ length: CALLS }, () => {
    const startedMs = performance.now();
    openSlots(asked);
    return performance.now() - startedMs;
  });
}

function query(timeZone: string): SlotQuery {
  const rangeStart = Date.UTC(2026, 0, 1);
  const busy = Array.from({ length: BUSY }, (_, index) => {
    const start = rangeStart + Math.floor((index * DAYS * 24) / BUSY) * HOUR;
    return { start: start as EpochMs, end: (start + HOUR) as EpochMs };
  });
  return {
    timeZone,
    weekly: [
      { days: [1, 2, 3, 4, 5], start: '09:00', end: '12:30' },
      { days: [1, 2, 3, 4, 5, 6], start: '13:00', end: '18:00' },
    ],
    overrides: [{ date: '2026-05-01', ranges: [] }],
    busy,
    rangeStart: rangeStart as EpochMs,
    rangeEnd: (rangeStart + DAYS * 24 * HOUR) as EpochMs,
    durationMinutes: 30,
    stepMinutes: 30,
    minNoticeMinutes: 120,
    now: rangeStart as EpochMs,
    bufferBefore: 0,
    bufferAfter: 0,
  };
}
