import { z } from 'zod';
import { timeZoneInput } from '#features/availability/schema.ts';
import { parseNaira } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { readCursor } from '../rules/cursor.ts';
import { durationInput } from '../schema.ts';
import type { OfferingFilters, OfferingSort } from '../types.ts';

const SEARCH_MAX_LENGTH = settings.searchMaxLength;
const ID_MAX_LENGTH = 64;
const CURSOR_MAX_LENGTH = 200;
/** Calendars of other centuries are a mistyped year. */
const YEARS = { first: '1970', last: '2199' };
const DAY_MS = 24 * 60 * 60_000;

const sorts = ['best', 'soonest', 'price', 'price-desc', 'newest'] as const satisfies readonly OfferingSort[];
const id = z.string().max(ID_MAX_LENGTH, { error: 'This is no id.' });

const naira = z.string().transform((text, context): number => {
  const priceMinor = parseNaira(text);
  if (priceMinor !== null) return priceMinor;
  context.addIssue({ code: 'custom', message: 'Give an amount in naira, for instance 5000.' });
  return z.NEVER;
});

function digits(least: number, most: number) {
  const error = `Give a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { error })
    .transform(Number)
    .pipe(z.number().min(least, { error }).max(most, { error }));
}

/** The query string of the marketplace, of its page and of its API alike: texts in, `OfferingFilters` out. */
export const offeringFiltersInput = z
  .strictObject({
    q: z
      .string()
      .trim()
      .max(SEARCH_MAX_LENGTH, { error: `Search for at most ${SEARCH_MAX_LENGTH} characters.` })
      // eslint-disable-next-line no-control-regex -- these are the characters to keep out
      .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), { error: 'Search without control characters.' })
      .transform((text) => (text === '' ? undefined : text))
      .optional(),
    courseId: id.optional(),
    minPrice: naira.optional(),
    maxPrice: naira.optional(),
    duration: durationInput.optional(),
    tutorId: id.optional(),
    completed: z
      .literal('1', { error: 'completed is 1, or left out.' })
      .transform(() => true)
      .optional(),
    mode: z.enum(['INSTANT', 'REQUEST'], { error: 'Choose INSTANT or REQUEST.' }).optional(),
    availableWithinDays: digits(1, settings.availability.horizonDays).optional(),
    sort: z.enum(sorts, { error: `Sort by one of ${sorts.join(', ')}.` }).optional(),
    cursor: z.string().max(CURSOR_MAX_LENGTH, { error: 'This cursor is not ours.' }).optional(),
    limit: digits(1, settings.maxPageSize).default(settings.pageSize),
  })
  .refine(({ minPrice, maxPrice }) => minPrice === undefined || maxPrice === undefined || minPrice <= maxPrice, {
    path: ['maxPrice'],
    error: 'The highest price lies below the lowest.',
  })
  .refine(({ q, sort }) => q !== undefined || sort !== 'best', {
    path: ['sort'],
    error: 'The best match needs words to search for.',
  })
  // Who searches wants what fits best first; who only looks around, what can be had soonest.
  .transform((given) => ({ ...given, sort: given.sort ?? (given.q === undefined ? ('soonest' as const) : 'best') }))
  .refine(({ cursor, sort }) => cursor === undefined || readCursor(cursor, sort) !== null, {
    path: ['cursor'],
    error: 'This cursor is not ours, or belongs to another order. Begin again without it.',
  })
  .transform(({ minPrice, maxPrice, duration, ...rest }): OfferingFilters => ({
    ...rest,
    minPriceMinor: minPrice,
    maxPriceMinor: maxPrice,
    durationMinutes: duration,
  }));

const localDate = z.iso
  .date({ error: 'Give a calendar date YYYY-MM-DD.', abort: true })
  .refine((date) => date >= YEARS.first && date.slice(0, 4) <= YEARS.last, {
    error: `Give a date in the years ${YEARS.first} to ${YEARS.last}.`,
    abort: true,
  });

/** `from` and `to` are local dates in `tz` (the tutor's zone when left out), `to` exclusive. */
export const slotsQueryInput = z
  .strictObject({
    from: localDate,
    to: localDate,
    tz: timeZoneInput.optional(),
    bookingMode: z.enum(['INSTANT', 'REQUEST'], { error: 'Choose INSTANT or REQUEST.' }).optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'to is exclusive and must lie after from.' })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY_MS <= settings.slotsQueryMaxDays, {
    path: ['to'],
    error: `Ask for at most ${settings.slotsQueryMaxDays} days.`,
  });
export type SlotsQuery = z.output<typeof slotsQueryInput>;

export const suggestionsQueryInput = z.strictObject({
  courseId: z.string({ error: 'Name the course.' }).max(ID_MAX_LENGTH, { error: 'This is no id.' }),
});

/** A path that takes no query string. */
export const noQueryInput = z.strictObject({});
