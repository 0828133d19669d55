import { error } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { getOfferingStatistics } from '#features/offerings/queries/statistics.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { teacherHere } from '../../../teacher.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  const teacher = await teacherHere({ locals, url });
  const found = await execute(locals.app, getOfferingStatistics, teacher, { offeringId: params.id });
  if (!found.ok) error(statusOf(found.reason), 'This is no offering of yours, or it is deleted.');
  return found.value;
};
