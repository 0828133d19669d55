import { tutorFunnel } from '#features/offerings/queries/funnel.server.ts';
import { readDays } from '../../../funnel-days.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { teacherHere } from '../../teacher.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const teacher = await teacherHere({ locals, url });
  const days = readDays(url.searchParams.get('days'));
  const timeZone = viewerZone(cookies, teacher.timeZone);
  return { days, funnel: await tutorFunnel(locals.app, teacher, { days, timeZone }) };
};
