import { walletOf } from '#features/sessions/queries/wallet.server.ts';
import { toIso } from '#shared/time.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { teacherHere } from '../teacher.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const teacher = await teacherHere({ locals, url });
  const cursor = url.searchParams.get('cursor') ?? undefined;
  return {
    wallet: await walletOf(locals.app, teacher, cursor),
    isFirstPage: cursor === undefined,
    nowIso: toIso(locals.app.clock.now()),
    timeZone: viewerZone(cookies, teacher.timeZone),
  };
};
