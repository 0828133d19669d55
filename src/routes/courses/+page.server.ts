import { courseCatalogue } from '#features/courses/queries/catalogue.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = await locals.actor();
  return courseCatalogue(locals.app.db, url.searchParams.get('cursor'), actor?.personId);
};
