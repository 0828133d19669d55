import type { BookingMode, Facet, OfferingCounts } from '#features/offerings/types.ts';
import { formatMoney, parseNaira, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { marketHref, type FilterName, type FilterTexts } from './filters.ts';

/** A choice: the list as it would be, and how many it would hold where they were counted. */
export type FilterOption = { label: string; href: string; current?: true; count?: number };
export type FilterMenuView = { name: string; label: string; active: boolean; options: FilterOption[] };
/** A filter that is on, and the list without it. */
export type FilterOn = { facet: Facet; label: string; href: string };
export type FilterMenus = { menus: FilterMenuView[]; chips: FilterOn[]; sort: FilterMenuView };

type Changes = { readonly [Name in FilterName]?: string | null };

const MODES: readonly { value: BookingMode; label: string }[] = [
  { value: 'INSTANT', label: 'Book at once' },
  { value: 'REQUEST', label: 'Ask first' },
];
const SORTS = [
  { value: 'soonest', label: 'Soonest first' },
  { value: 'price', label: 'Lowest price first' },
  { value: 'price-desc', label: 'Highest price first' },
  { value: 'newest', label: 'Newest first' },
];

/**
 * The marketplace's filters as links, in words, with what each would find. Made here so that the browser need not: each
 * choice is an address, and the page's JavaScript stays small. A choice that would find nothing is not offered.
 */
export function filterMenus(texts: FilterTexts, counts: OfferingCounts): FilterMenus {
  const menus = [withinMenu, priceMenu, lengthMenu, modeMenu, courseMenu, tutorMenu].map((make) => make(texts, counts));
  return { menus: menus.filter((menu) => menu !== null), chips: filtersOn(texts, counts), sort: sortMenu(texts) };
}

function withinMenu(texts: FilterTexts, { within }: OfferingCounts): FilterMenuView {
  const chosen = texts.availableWithinDays;
  const options = settings.filterWithinDays.map((days) => ({
    label: withinLabel(String(days)),
    value: String(days),
    count: countOf(within, days),
  }));
  return menu(texts, { name: 'availableWithinDays', title: 'Available', any: 'Any time', chosen, options });
}

function withinLabel(days: string): string {
  if (days === '1') return 'Within a day';
  if (days === '7') return 'Within a week';
  return days === '14' ? 'Within 2 weeks' : `Within ${days} days`;
}

function priceMenu(texts: FilterTexts, { prices }: OfferingCounts): FilterMenuView {
  const { minPrice, maxPrice } = texts;
  const options = settings.filterPricesMinor.map((most) => ({
    label: most === 0 ? 'Free' : `Up to ${formatMoney(most as Minor)}`,
    value: String(most / 100),
    count: countOf(prices, most),
  }));
  const chosen = minPrice ? undefined : maxPrice;
  const besides = { minPrice: null };
  const view = menu(texts, { name: 'maxPrice', title: 'Price', any: 'Any price', chosen, options, besides });
  return { ...view, active: Boolean(minPrice || maxPrice) };
}

function priceLabel({ minPrice, maxPrice }: FilterTexts): string {
  if (minPrice && maxPrice) return `${naira(minPrice)} to ${naira(maxPrice)}`;
  if (!maxPrice) return `From ${naira(minPrice ?? '')}`;
  return maxPrice === '0' ? 'Free' : `Up to ${naira(maxPrice)}`;
}

function naira(text: string): string {
  const priceMinor = parseNaira(text);
  return priceMinor === null ? text : formatMoney(priceMinor);
}

function lengthMenu(texts: FilterTexts, { durations }: OfferingCounts): FilterMenuView {
  const options = settings.durationsMinutes.map((minutes) => ({
    label: `${minutes} min`,
    value: String(minutes),
    // Those that nobody offers are not among the counted.
    count: durations === null ? null : (countOf(durations, minutes) ?? 0),
  }));
  return menu(texts, { name: 'duration', title: 'Length', any: 'Any length', chosen: texts.duration, options });
}

function modeMenu(texts: FilterTexts, { modes }: OfferingCounts): FilterMenuView {
  const options = MODES.map(({ value, label }) => ({ label, value, count: countOf(modes, value) }));
  return menu(texts, { name: 'mode', title: 'Booking', any: 'Any way', chosen: texts.mode, options });
}

/** `completed` excludes a course, and the other way round: both say which courses. */
function courseMenu(texts: FilterTexts, { courses, completed }: OfferingCounts): FilterMenuView | null {
  const list = (courses ?? []).map(({ value, label, count }) => ({ value, label, count }));
  const view = menu(texts, {
    name: 'courseId',
    title: 'Course',
    any: 'Any course',
    chosen: texts.courseId,
    options: list,
    besides: { completed: null },
  });
  const isMine = texts.completed === '1';
  if (completed !== null && (completed > 0 || isMine)) {
    const href = marketHref(texts, { completed: '1', courseId: null });
    view.options.splice(1, 0, option(COMPLETED, href, isMine, completed));
  }
  if (isMine) return { ...view, active: true };
  return view.options.length > 1 || texts.courseId ? view : null;
}

const COMPLETED = 'Courses I completed';

function tutorMenu(texts: FilterTexts, { tutors }: OfferingCounts): FilterMenuView | null {
  const options = (tutors ?? []).map(({ value, label, count }) => ({ value, label, count }));
  if (options.length < 2 && !texts.tutorId) return null;
  return menu(texts, { name: 'tutorId', title: 'Mentor', any: 'Anyone', chosen: texts.tutorId, options });
}

type Choices = {
  name: FilterName;
  title: string;
  any: string;
  chosen: string | undefined;
  options: readonly { value: string; label: string; count: number | null }[];
  besides?: Changes;
};

function menu(texts: FilterTexts, { name, title, any, chosen, options, besides }: Choices): FilterMenuView {
  const shown = options.filter(({ value, count }) => count !== 0 || value === chosen);
  const links = shown.map(({ value, label, count }) =>
    option(label, marketHref(texts, { ...besides, [name]: value }), value === chosen, count),
  );
  const isAny = !chosen && !Object.keys(besides ?? {}).some((one) => texts[one as FilterName]);
  const all = option(any, marketHref(texts, { ...besides, [name]: null }), isAny, null);
  return { name, label: title, active: Boolean(chosen), options: [all, ...links] };
}

/** What is not so is left out: every word here is sent along with the page. */
function option(label: string, href: string, isCurrent: boolean, count: number | null): FilterOption {
  return { label, href, ...(isCurrent ? { current: true } : {}), ...(count === null ? {} : { count }) };
}

function countOf<Value>(counted: readonly { value: Value; count: number }[] | null, value: Value): number | null {
  return counted?.find((one) => one.value === value)?.count ?? null;
}

/** Every filter that is on, in the order of the menus, to be taken away one at a time. */
function filtersOn(texts: FilterTexts, counts: OfferingCounts): FilterOn[] {
  const on: FilterOn[] = [];
  const add = (facet: Facet, label: string, changes: Changes) =>
    void on.push({ facet, label, href: marketHref(texts, changes) });
  if (texts.q) add('words', `“${texts.q}”`, { q: null });
  if (texts.availableWithinDays) {
    add('within', withinLabel(texts.availableWithinDays), { availableWithinDays: null });
  }
  if (texts.minPrice || texts.maxPrice) add('price', priceLabel(texts), { minPrice: null, maxPrice: null });
  if (texts.duration) add('duration', `${texts.duration} min`, { duration: null });
  if (texts.mode) add('mode', MODES.find(({ value }) => value === texts.mode)?.label ?? '', { mode: null });
  if (texts.completed) add('course', COMPLETED, { completed: null });
  if (texts.courseId) add('course', nameOf(counts.courses, texts.courseId) ?? 'One course', { courseId: null });
  if (texts.tutorId) add('tutor', nameOf(counts.tutors, texts.tutorId) ?? 'One mentor', { tutorId: null });
  return on;
}

function nameOf(counted: OfferingCounts['courses'], id: string): string | null {
  return counted?.find(({ value }) => value === id)?.label ?? null;
}

function sortMenu(texts: FilterTexts): FilterMenuView {
  const all = texts.q ? [{ value: 'best', label: 'Best match first' }, ...SORTS] : SORTS;
  const [usual] = all;
  const chosen = all.find(({ value }) => value === texts.sort) ?? usual;
  const options = all.map((sort) =>
    option(sort.label, marketHref(texts, { sort: sort === usual ? null : sort.value }), sort === chosen, null),
  );
  return { name: 'sort', label: chosen?.label ?? '', active: false, options };
}
