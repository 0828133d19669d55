import { error } from '@sveltejs/kit';
import { tutorPage } from '#features/membership/queries/tutors.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, parent }) => {
  const layout = await parent();
  const page = await tutorPage(locals.app, readId<PersonId>(params.id));
  if (page === null) error(404, 'Nobody teaches here under this address.');
  return {
    ...page,
    isOwn: page.tutor.id === layout.person?.id,
    nowIso: toIso(locals.app.clock.now()),
    timeZone: viewerZone(cookies, layout.timeZone),
  };
};
