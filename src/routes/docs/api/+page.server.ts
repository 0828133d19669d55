import { openApi } from '../../api/openapi.server.ts';
import { readable } from './readable.ts';
import type { PageServerLoad } from './$types';

/** The same description as `/api/openapi.json`, laid out to be read. */
export const load: PageServerLoad = ({ locals }) => {
  const { config } = locals.app;
  return { groups: readable(openApi(config)), publicUrl: config.publicUrl };
};
