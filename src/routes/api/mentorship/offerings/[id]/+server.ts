import { offeringById } from '#features/offerings/queries/find.server.ts';
import { readId, type OfferingId } from '#shared/id.ts';
import { ok, refuse } from '#shared/result.ts';
import { publicJson, readOptions, refuseMethod } from '../../../public-json.ts';
import { readQuery } from '../../../read-query.ts';
import { noQueryInput } from '#features/offerings/schema/search.ts';
import type { RequestHandler } from './$types';

/** `{offering}`: a listed one for everybody, another one for its own tutor. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const query = readQuery(url.searchParams, noQueryInput);
  if (!query.ok) return publicJson(query);
  const id = readId<OfferingId>(params.id);
  const offering = (await offeringById(locals.app, id)) ?? (await ownOffering(locals, id));
  return publicJson(
    offering === null ? refuse('not_found', { message: 'This offering is not listed.' }) : ok({ offering }),
  );
};

/** Who is asking is looked up only for what the public cannot see. */
async function ownOffering(locals: App.Locals, id: OfferingId) {
  const actor = await locals.actor();
  return actor === null ? null : offeringById(locals.app, id, actor.personId);
}

export const OPTIONS: RequestHandler = readOptions;
export const fallback: RequestHandler = refuseMethod;
