/** The names of the marketplace's filters in its address, as in `GET /api/mentorship/offerings`. */
export const FILTER_NAMES = [
  'q',
  'courseId',
  'completed',
  'minPrice',
  'maxPrice',
  'duration',
  'tutorId',
  'mode',
  'availableWithinDays',
  'sort',
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];
export type FilterTexts = { readonly [Name in FilterName]?: string };

/** The marketplace with these filters, and `changes` made to them; a changed list begins at its first page. */
export function marketHref(
  filters: FilterTexts,
  changes: { readonly [Name in FilterName | 'cursor']?: string | null } = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...changes })) if (value) query.set(name, value);
  // Without words there is no best match.
  if (query.get('sort') === 'best' && !query.has('q')) query.delete('sort');
  return query.size === 0 ? '/mentorship' : `/mentorship?${query}`;
}
