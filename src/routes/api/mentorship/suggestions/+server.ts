import { suggestionsFor } from '#features/offerings/queries/suggestions.server.ts';
import { suggestionsQueryInput } from '#features/offerings/schema/search.ts';
import { readId, type CourseId } from '#shared/id.ts';
import { ok } from '#shared/result.ts';
import { publicJson, readOptions, refuseMethod } from '../../public-json.ts';
import { readQuery } from '../../read-query.ts';
import type { RequestHandler } from './$types';

/** `{suggestions, total}`: what to book after this course. Asks for no account, so that it costs one query. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const query = readQuery(url.searchParams, suggestionsQueryInput);
  if (!query.ok) return publicJson(query);
  return publicJson(ok(await suggestionsFor(locals.app, readId<CourseId>(query.value.courseId))));
};

export const OPTIONS: RequestHandler = readOptions;
export const fallback: RequestHandler = refuseMethod;
