import { platformFunnel } from '#features/offerings/queries/funnel.server.ts';
import { readDays } from '../../../funnel-days.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { adminHere } from '../../admin.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const admin = await adminHere({ locals, url });
  const days = readDays(url.searchParams.get('days'));
  const timeZone = viewerZone(cookies, admin.timeZone);
  return { days, funnel: await platformFunnel(locals.app, admin, { days, timeZone }) };
};
