import { z } from 'zod';
import { readId, type OfferingId } from '#shared/id.ts';
import { localDate } from '../schema.ts';

/** `date` and `time` are those of the tutor's own clock; without an offering the tutor's oldest is looked at, or an hour. */
export const explainTimeInput = z.strictObject({
  offeringId: z
    .string()
    .max(64)
    .transform((id) => readId<OfferingId>(id))
    .optional(),
  date: localDate,
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'Give a time from 00:00 to 23:59, such as 09:30.' }),
});
