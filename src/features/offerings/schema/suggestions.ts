import { z } from 'zod';
import { readId, type CourseId, type OfferingId } from '#shared/id.ts';

/** Longer than any id, so that an odd one is answered as unknown and a huge one is refused. */
const ID_MAX_LENGTH = 64;

const courseId = z
  .string({ error: 'Say which course.' })
  .max(ID_MAX_LENGTH, { error: 'This is no course of ours.' })
  .transform((text) => readId<CourseId>(text));

/** `dismissed` comes as a word from a form; left out it is true. */
export const dismissSuggestionsInput = z.strictObject({
  courseId,
  dismissed: z
    .union([z.boolean(), z.enum(['true', 'false'])], { error: 'Say true or false.' })
    .transform((value) => value === true || value === 'true')
    .default(true),
});

export const pickSuggestionInput = z.strictObject({
  courseId,
  offeringId: z
    .string({ error: 'Say which offering.' })
    .max(ID_MAX_LENGTH, { error: 'This is no offering of ours.' })
    .transform((text) => readId<OfferingId>(text)),
});
