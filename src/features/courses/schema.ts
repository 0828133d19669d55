import { z } from 'zod';
import { readId, type CourseId, type LessonId } from '#shared/id.ts';

/** Longer than any id, so that an odd one is answered as unknown and a huge one is refused. */
const ID_MAX_LENGTH = 64;

export const courseInput = z.strictObject({
  courseId: z
    .string({ error: 'Say which course.' })
    .max(ID_MAX_LENGTH, { error: 'This is no course of ours.' })
    .transform((text) => readId<CourseId>(text)),
});

export const lessonInput = z.strictObject({
  lessonId: z
    .string({ error: 'Say which lesson.' })
    .max(ID_MAX_LENGTH, { error: 'This is no lesson of ours.' })
    .transform((text) => readId<LessonId>(text)),
});
