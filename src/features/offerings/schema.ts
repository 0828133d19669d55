import { z } from 'zod';
import { parseNaira, type Minor } from '#shared/money.ts';
import { readId, type CourseId, type OfferingId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { turnsDirection, wellFormed } from '#shared/text.ts';
import { boundsWords, isOutOfBounds } from './rules/price.ts';

/** Longer than any id, so that an odd one is answered as unknown and a huge one is refused. */
const ID_MAX_LENGTH = 64;
const durations: readonly number[] = settings.durationsMinutes;
// eslint-disable-next-line no-control-regex -- these are the characters to keep out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// eslint-disable-next-line no-control-regex -- a description may have lines and tabs
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

const offeringId = z
  .string({ error: 'Name the offering.' })
  .max(ID_MAX_LENGTH)
  .transform(readId<OfferingId>);

const title = z
  .string({ error: 'Give the offering a title.' })
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Give the offering a title.' })
  .max(settings.titleMaxLength, { error: `A title can have at most ${settings.titleMaxLength} characters.` })
  .refine((text) => !CONTROL.test(text), { error: 'Write the title in one line, without control characters.' })
  .refine((text) => !turnsDirection(text), {
    error: 'Write the title without marks that turn the direction of writing.',
  });

const description = z
  .string({ error: 'Write the description as text.' })
  .overwrite(wellFormed)
  .trim()
  .max(settings.descriptionMaxLength, {
    error: `A description can have at most ${settings.descriptionMaxLength} characters.`,
  })
  .refine((text) => !CONTROL_BUT_LINES.test(text), { error: 'Write the description without control characters.' });

/** Minutes, as a number or, from a form, as its digits. */
export const durationInput = z
  .union([z.number(), z.string().max(8).regex(/^\d+$/).transform(Number)], { error: tellDurations })
  .refine((minutes) => durations.includes(minutes), { error: tellDurations });

const UNREADABLE_PRICE = 'Give a price in naira with at most two decimals, for instance 5000 or 5000.50.';

/** Naira, as a number or as decimal text, read exactly: at most two decimals; 0 is free. Comes out as kobo. */
export const priceInput = z
  .union([z.number(), z.string().max(32)], { error: 'Give a price in naira; 0 makes it free.' })
  .transform((price, context): Minor => {
    const text = String(price);
    const priceMinor = parseNaira(text);
    if (priceMinor !== null && !isOutOfBounds(text)) return priceMinor;
    const message = isOutOfBounds(text) ? `${boundsWords()}; 0 makes it free.` : UNREADABLE_PRICE;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const bookingModes = z
  .array(z.enum(['INSTANT', 'REQUEST'], { error: 'Choose INSTANT, REQUEST or both.' }), {
    error: 'Choose INSTANT, REQUEST or both.',
  })
  .min(1, { error: 'Choose at least one way of booking.' })
  .refine((modes) => new Set(modes).size === modes.length, { error: 'Name each way of booking once.' });

/** Null or an empty field: linked to no course. */
const courseId = z
  .union([z.null(), z.string().max(ID_MAX_LENGTH)], { error: 'Choose one of your courses, or none.' })
  .transform((text) => (text === null || text === '' ? null : readId<CourseId>(text)));

export const createOfferingInput = z.strictObject({
  title,
  description: description.default(''),
  duration: durationInput,
  price: priceInput,
  courseId: courseId.default(null),
  bookingModes: bookingModes.default(['INSTANT']),
});

/** What is left out stays as it is. */
export const updateOfferingInput = z
  .strictObject({
    offeringId,
    title: title.optional(),
    description: description.optional(),
    duration: durationInput.optional(),
    price: priceInput.optional(),
    courseId: courseId.optional(),
    bookingModes: bookingModes.optional(),
  })
  .refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
    path: ['title'],
    error: 'Nothing to change was given.',
  });

export const pauseOfferingInput = z.strictObject({
  offeringId,
  paused: z.boolean({ error: 'paused is true or false.' }).default(true),
});

const csv = z
  .string({ error: 'Send the lines as CSV text.' })
  .refine((text) => new TextEncoder().encode(text).length <= settings.importMaxBytes, {
    error: `A file can have at most ${settings.importMaxBytes / 1024} kB. Nothing was created.`,
  });

export const previewImportInput = z.strictObject({ csv });

/** `skipWrong` creates the lines that are right and leaves the others out. */
export const importInput = z.strictObject({
  csv,
  skipWrong: z.boolean({ error: 'skipWrong is true or false.' }).default(false),
});

export const offeringIdInput = z.strictObject({ offeringId });

export const courseIdInput = z.strictObject({
  courseId: z
    .string({ error: 'Name the course.' })
    .min(1, { error: 'Name the course.' })
    .max(ID_MAX_LENGTH)
    .transform(readId<CourseId>),
});

function tellDurations(): string {
  return `Choose a length of ${durations.join(', ')} minutes.`;
}
