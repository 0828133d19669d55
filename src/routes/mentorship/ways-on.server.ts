import type { OfferingCounts } from '#features/offerings/types.ts';
import type { FilterOn } from './filter-menus.server.ts';
import { marketHref, type FilterTexts } from './filters.ts';

export type WayOn = { label: string; href: string; count: number | null };

/** Where to go from a list with nothing in it: similar words, then one filter less each, as far as that finds something. */
export function waysOn(
  texts: FilterTexts,
  on: readonly FilterOn[],
  { without }: OfferingCounts,
  corrections: readonly string[],
): WayOn[] {
  const similar = corrections.map((word) => ({
    label: `Search for “${word}”`,
    href: marketHref({}, { q: word }),
    count: null,
  }));
  const less = on.flatMap(({ facet, label, href }) => {
    const count = without[facet] ?? null;
    return without[facet] === 0 || without[facet] === undefined ? [] : [{ label: `Without ${label}`, href, count }];
  });
  const words = (texts.q ?? '').split(/\s+/).filter(Boolean);
  const fewer =
    words.length < 2
      ? []
      : words
          .slice(0, MAX_WORDS)
          .map((word) => ({ label: `Only “${word}”`, href: marketHref({}, { q: word }), count: null }));
  return [...similar, ...less, ...fewer];
}

const MAX_WORDS = 4;
