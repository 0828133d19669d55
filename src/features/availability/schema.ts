import { z } from 'zod';
import { settings } from '#shared/settings.ts';
import { isTimeZone, parseInstant, toMs, type EpochMs } from '#shared/time.ts';
import type { SlotQuery } from './types.ts';

const MINUTES_PER_DAY = 24 * 60;
const DAY_MS = MINUTES_PER_DAY * 60_000;

/** What one query may ask at most: far beyond what a person's calendar holds, little enough to answer at once. */
export const slotQueryLimits = {
  rangeDays: 3_660,
  firstYear: 1900,
  lastYear: 2200,
  weeklyRanges: 500,
  overrides: 5_000,
  rangesPerOverride: 100,
  busy: 20_000,
  durationMinutes: 7 * MINUTES_PER_DAY,
  stepMinutes: 7 * MINUTES_PER_DAY,
  minNoticeMinutes: 400 * MINUTES_PER_DAY,
  bufferMinutes: 7 * MINUTES_PER_DAY,
} as const;

/** What a tutor's own form may hold at most; the ranges of one day are bounded in the settings. */
export const hoursLimits = { weeklyRanges: 7 * settings.availability.maxRangesPerDay } as const;

export const timeZoneInput = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be an IANA time zone such as Africa/Lagos' });

/** `HH:MM`, `24:00` for the next midnight. */
export const clockTime = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'Give a time from 00:00 to 24:00, such as 09:30.' });
/** A calendar date `YYYY-MM-DD`. */
export const localDate = z.iso.date({ error: 'must be a calendar date YYYY-MM-DD' });
const weekday = z.int({ error: 'must be a weekday from 0 (Sunday) to 6' }).min(0).max(6);
export const clockRange = z.strictObject({ start: clockTime, end: clockTime });
const weeklyRange = z.strictObject({ ...clockRange.shape, days: z.array(weekday).max(7) });

/** `{rangeStart, rangeEnd, busy…}` as JSON writes it (ISO instants) → a `SlotQuery` in epoch milliseconds. Every key is required. */
export const slotQueryInput = z
  .strictObject({
    timeZone: timeZoneInput,
    weekly: z.array(weeklyRange).max(slotQueryLimits.weeklyRanges),
    overrides: z
      .array(z.strictObject({ date: localDate, ranges: z.array(clockRange).max(slotQueryLimits.rangesPerOverride) }))
      .max(slotQueryLimits.overrides),
    busy: z
      .array(
        z
          .strictObject({ start: instantInput('floor'), end: instantInput('ceil') })
          .refine(({ start, end }) => start <= end, { path: ['end'], error: 'must not lie before start' }),
      )
      .max(slotQueryLimits.busy),
    rangeStart: instantInput('ceil'),
    rangeEnd: instantInput('floor'),
    durationMinutes: minutesInput(1, slotQueryLimits.durationMinutes),
    stepMinutes: minutesInput(1, slotQueryLimits.stepMinutes),
    minNoticeMinutes: minutesInput(0, slotQueryLimits.minNoticeMinutes),
    now: instantInput('ceil'),
    bufferBefore: minutesInput(0, slotQueryLimits.bufferMinutes),
    bufferAfter: minutesInput(0, slotQueryLimits.bufferMinutes),
  })
  .refine(({ rangeStart, rangeEnd }) => rangeEnd - rangeStart <= slotQueryLimits.rangeDays * DAY_MS, {
    path: ['rangeEnd'],
    error: `must lie within ${slotQueryLimits.rangeDays} days of rangeStart`,
  }) satisfies z.ZodType<SlotQuery>;

/** One range of a form: over midnight is written as one range to 24:00 and one from 00:00. */
export const formRange = {
  path: ['end'],
  error: 'The end must be after the start. For hours past midnight, end at 24:00 and add a range from 00:00.',
};

/** A tutor's weekly hours as a form sends them; an end not after its start is refused here. */
export const weeklyHoursInput = z
  .array(
    weeklyRange
      .extend({ days: z.array(weekday).min(1, { error: 'Choose at least one day.' }).max(7) })
      .refine(endsAfterStart, formRange),
  )
  .max(hoursLimits.weeklyRanges)
  .refine((weekly) => mostRangesPerDay(weekly) <= settings.availability.maxRangesPerDay, {
    error: `A day can have at most ${settings.availability.maxRangesPerDay} ranges.`,
  });

/**
 * An ISO instant with `Z` or an offset. Finer than a millisecond is rounded to the side that offers less:
 * PostgreSQL and Python write microseconds.
 */
function instantInput(roundingMode: 'floor' | 'ceil') {
  return z
    .string()
    .max(64)
    .transform((text, context): EpochMs => {
      const exact = parseInstant(text);
      if (exact === null) {
        context.addIssue({ code: 'custom', message: 'must be an ISO instant with Z or an offset' });
        return z.NEVER;
      }
      const at = toMs(exact.round({ smallestUnit: 'millisecond', roundingMode }));
      if (at >= EARLIEST_MS && at < LATEST_MS) return at;
      const { firstYear, lastYear } = slotQueryLimits;
      context.addIssue({ code: 'custom', message: `must lie in the years ${firstYear} to ${lastYear}` });
      return z.NEVER;
    });
}

const EARLIEST_MS = Date.UTC(slotQueryLimits.firstYear, 0, 1);
const LATEST_MS = Date.UTC(slotQueryLimits.lastYear + 1, 0, 1);

function minutesInput(least: number, most: number) {
  return z
    .int({ error: `must be a whole number of minutes from ${least} to ${most}` })
    .min(least)
    .max(most);
}

/** Clock times of one width compare as text. */
export function endsAfterStart({ start, end }: { start: string; end: string }): boolean {
  return start < end;
}

function mostRangesPerDay(weekly: readonly { days: readonly number[] }[]): number {
  return Math.max(...[0, 1, 2, 3, 4, 5, 6].map((day) => weekly.filter(({ days }) => days.includes(day)).length));
}
