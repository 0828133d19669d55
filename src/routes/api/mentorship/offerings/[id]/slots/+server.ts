import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import { slotsQueryInput } from '#features/offerings/schema/search.ts';
import { readId, type OfferingId } from '#shared/id.ts';
import { publicJson, readOptions, refuseMethod } from '../../../../public-json.ts';
import { readQuery } from '../../../../read-query.ts';
import type { RequestHandler } from './$types';

/** `{slots, timeZone}`: the starts that can be booked on the local dates `from` until before `to`. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const query = readQuery(url.searchParams, slotsQueryInput);
  if (!query.ok) return publicJson(query);
  return publicJson(await offeringSlots(locals.app, readId<OfferingId>(params.id), query.value));
};

export const OPTIONS: RequestHandler = readOptions;
export const fallback: RequestHandler = refuseMethod;
