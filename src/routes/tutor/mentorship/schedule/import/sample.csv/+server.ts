import { execute } from '#features/accounts/command.server.ts';
import { getTutorCourses } from '#features/courses/queries.server.ts';
import { sampleCsv } from '#features/offerings/rules/offering-csv.ts';
import { csvFile } from '../csv-file.ts';
import { apiError } from '../../../../../api/api-error.ts';
import type { RequestHandler } from './$types';

/** A file to begin from, with a course of the reader's own in it. */
export const GET: RequestHandler = async ({ locals }) => {
  const courses = await execute(locals.app, getTutorCourses, await locals.actor(), {});
  if (!courses.ok) return apiError(courses);
  return csvFile('offerings-sample.csv', sampleCsv(courses.value[0]?.slug ?? null));
};
