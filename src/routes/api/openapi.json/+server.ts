import { openApi } from '../openapi.server.ts';
import type { RequestHandler } from './$types';

const AN_HOUR = 'public, max-age=3600';

/** OpenAPI 3.1 of everything that machines may ask here. */
export const GET: RequestHandler = ({ locals }) =>
  Response.json(openApi(locals.app.config), { headers: { 'cache-control': AN_HOUR } });
