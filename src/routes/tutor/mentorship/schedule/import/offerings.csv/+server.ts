import { execute } from '#features/accounts/command.server.ts';
import { getTutorMentorshipOfferings } from '#features/offerings/queries/find.server.ts';
import { offeringsCsv } from '#features/offerings/rules/offering-csv.ts';
import { csvFile } from '../csv-file.ts';
import { apiError } from '../../../../../api/api-error.ts';
import type { RequestHandler } from './$types';

/** The reader's own offerings, as lines that can be imported again. */
export const GET: RequestHandler = async ({ locals }) => {
  const own = await execute(locals.app, getTutorMentorshipOfferings, await locals.actor(), {});
  if (!own.ok) return apiError(own);
  return csvFile('offerings.csv', offeringsCsv(own.value));
};
