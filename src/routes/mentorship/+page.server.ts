import { error } from '@sveltejs/kit';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { marketplacePage } from '#features/offerings/queries/marketplace.server.ts';
import { cardOf } from '#features/offerings/rules/card.ts';
import { offeringFiltersInput } from '#features/offerings/schema/search.ts';
import type { PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { toIso } from '#shared/time.ts';
import { viewerZone } from '../viewer-zone.server.ts';
import { filterMenus } from './filter-menus.server.ts';
import { FILTER_NAMES, type FilterTexts } from './filters.ts';
import { waysOn } from './ways-on.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies, parent, getClientAddress }) => {
  const { app } = locals;
  const layout = await parent();
  const viewerId = (layout.person?.id ?? null) as PersonId | null;
  const { filters, texts, problems } = readFilters(url.searchParams, viewerId !== null);
  if (filters.q) {
    const within = await limitRequest(app, LIMITS.search, null, getClientAddress());
    if (!within.ok) error(429, within.message);
  }
  const { offerings, nextCursor, counts, corrections } = await marketplacePage(app, filters, viewerId);
  const menus = filterMenus(texts, counts);
  return {
    offerings: offerings.map(cardOf),
    nextCursor,
    texts,
    typed: (url.searchParams.get('q') ?? '').slice(0, settings.searchMaxLength),
    filters: menus,
    found: foundWords(counts.total),
    corrections,
    ways: offerings.length > 0 ? [] : waysOn(texts, menus.chips, counts, corrections),
    isCutOff: filters.sort === 'best' && nextCursor === null && (counts.total ?? Infinity) > settings.rankedUpTo,
    problems,
    isFirstPage: filters.cursor === undefined,
    nowIso: toIso(app.clock.now()),
    timeZone: viewerZone(cookies, layout.timeZone),
    viewerId,
  };
};

function foundWords(total: number | null): string {
  if (total === null) return `More than ${settings.countsUpTo} sessions.`;
  return total === 1 ? '1 session.' : `${total} sessions.`;
}

/** An address may be old, cut off or typed: what cannot be read is left out and said so, the rest counts. */
function readFilters(query: URLSearchParams, isSignedIn: boolean) {
  const given: Record<string, string> = {};
  for (const name of [...FILTER_NAMES, 'cursor']) {
    const text = query.get(name)?.trim();
    if (text) given[name] = text;
  }
  const problems: string[] = [];
  if (given['completed'] && !isSignedIn) {
    delete given['completed'];
    problems.push('Sign in to see what fits the courses that you completed.');
  }
  const parsed = offeringFiltersInput.safeParse(given);
  if (parsed.success) return { filters: parsed.data, texts: textsOf(given), problems };
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  problems.push(...new Set(parsed.error.issues.map(({ message }) => message)));
  const again = offeringFiltersInput.safeParse(rest);
  if (again.success) return { filters: again.data, texts: textsOf(rest), problems };
  return { filters: offeringFiltersInput.parse({}), texts: {}, problems };
}

function textsOf(given: Record<string, string>): FilterTexts {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'cursor'));
}
