import { z } from 'zod';
import { settings } from '#shared/settings.ts';
import { spanLength } from '../rules/dates.ts';
import { clockRange, endsAfterStart, formRange, localDate } from '../schema.ts';
import type { ClockRange } from '../types.ts';

const { maxRangesPerDay, maxSpanDays } = settings.availability;

/** `until` is the last date; left out, it is `date` alone. */
const span = { date: localDate, until: localDate.optional() };

const ranges = z
  .array(clockRange.refine(endsAfterStart, formRange))
  .max(maxRangesPerDay, { error: `A day can have at most ${maxRangesPerDay} ranges.` })
  .superRefine((all, context) => {
    all.forEach((range, index) => {
      const other = all.slice(0, index).find((before) => overlaps(before, range));
      if (other === undefined) return;
      const message = `This overlaps ${other.start}–${other.end}. Part the two, or make them one range.`;
      context.addIssue({ code: 'custom', path: [index, 'start'], message });
    });
  });

/**
 * Changed dates: no ranges = days off, from `date` to `until`; with ranges, the special hours of one date.
 * `overwrite: false` refuses dates that are changed already; `insteadOf` gives other dates their weekly hours back.
 */
export const saveDateOverrideInput = z
  .strictObject({
    ...span,
    ranges,
    overwrite: z.boolean().default(true),
    insteadOf: z.strictObject(span).superRefine(judgeSpan).optional(),
  })
  .superRefine(judgeSpan)
  .superRefine(({ date, until = date, ranges }, context) => {
    if (ranges.length === 0 || until === date) return;
    context.addIssue({ code: 'custom', path: ['until'], message: 'Special hours are for one date at a time.' });
  });
export type DateOverrideInput = z.output<typeof saveDateOverrideInput>;

export const removeDateOverrideInput = z.strictObject(span).superRefine(judgeSpan);

type Span = { date: string; until?: string | undefined };

function judgeSpan({ date, until = date }: Span, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['until'], message });
  if (until < date) refuse('The last day must not lie before the first.');
  else if (spanLength(date, until) > maxSpanDays) refuse(`At most ${maxSpanDays} days can be changed at once.`);
}

/** Touching ranges do not overlap; clock times of one width compare as text. */
function overlaps(one: ClockRange, other: ClockRange): boolean {
  return one.start < other.end && other.start < one.end;
}
