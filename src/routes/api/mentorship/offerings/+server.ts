import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { listOfferings } from '#features/offerings/queries/marketplace.server.ts';
import { offeringFiltersInput } from '#features/offerings/schema/search.ts';
import { ok, refuse } from '#shared/result.ts';
import { publicJson, readOptions, refuseMethod } from '../../public-json.ts';
import { readQuery } from '../../read-query.ts';
import type { RequestHandler } from './$types';

/**
 * `{offerings, nextCursor}`: the marketplace, page by page. Searching by words counts against the caller's address.
 * Who is asking is looked up only for `completed=1`, which is about their own courses: 401 when signed out.
 */
export const GET: RequestHandler = async ({ locals, url, getClientAddress }) => {
  const filters = readQuery(url.searchParams, offeringFiltersInput);
  if (!filters.ok) return publicJson(filters);
  if (filters.value.q !== undefined) {
    const allowed = await limitRequest(locals.app, LIMITS.search, null, getClientAddress());
    if (!allowed.ok) return publicJson(allowed);
  }
  if (filters.value.completed !== true) return publicJson(ok(await listOfferings(locals.app, filters.value)));
  const reader = await locals.actor();
  if (reader === null) return publicJson(refuse('signed_out', { message: 'Sign in to see what fits your courses.' }));
  return publicJson(ok(await listOfferings(locals.app, filters.value, reader.personId)));
};

export const OPTIONS: RequestHandler = readOptions;
export const fallback: RequestHandler = refuseMethod;
