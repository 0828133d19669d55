import { z } from 'zod';
import { readId, type AnyId } from '#shared/id.ts';
import { startOfDay, type Instant } from '#shared/time.ts';
import type { PaymentStatus, SessionStatus } from '../types.ts';

export const SEARCH_MAX_LENGTH = 100;
const CURSOR_MAX_LENGTH = 60;
/** Calendars of other centuries are a mistyped year. */
const YEARS = { first: '1970', last: '2199' };
const ID_LENGTH = 36;

const day = z.iso.date().refine((date) => date >= YEARS.first && date.slice(0, 4) <= YEARS.last);
const id = z.uuid().length(ID_LENGTH);

/** What can narrow a list in its address: each value is a text, each is optional. */
const fields = {
  q: z
    .string()
    .max(SEARCH_MAX_LENGTH)
    // eslint-disable-next-line no-control-regex -- these are the characters to keep out
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text)),
  offering: id,
  course: id,
  tutor: id,
  student: id,
  from: day,
  to: day,
  status: z.enum([
    'PENDING_PAYMENT',
    'PENDING_MENTOR_REVIEW',
    'SCHEDULED',
    'IN_PROGRESS',
    'COMPLETED',
    'NO_SHOW',
    'CANCELLED',
    'REJECTED',
    'EXPIRED',
  ] satisfies SessionStatus[]),
  payment: z.enum([
    'NOT_REQUIRED',
    'PENDING',
    'FAILED',
    'PAID',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ] satisfies PaymentStatus[]),
  cursor: z.string().max(CURSOR_MAX_LENGTH),
};

export type FilterName = Exclude<keyof typeof fields, 'cursor'>;
export type FilterTexts = { readonly [Name in FilterName]?: string | undefined };

export type ReadFilters = {
  /** What counts, as it stood in the address. */
  texts: FilterTexts;
  cursor: string | undefined;
  /** Something in the address could not be read, so the list is wider than it asked for. */
  leftOut: boolean;
};

type Asked = {
  names: readonly FilterName[];
  /** The outcomes that this list can be narrowed to; all when left out. */
  statuses?: readonly SessionStatus[];
};

/** Reads a list's filters from its address. An address may be old, cut off or typed: what cannot be read is left out and said so. */
export function readListFilters(query: URLSearchParams, { names, statuses }: Asked): ReadFilters {
  const texts: { [Name in FilterName]?: string } = {};
  let leftOut = false;
  for (const name of names) {
    const text = query.get(name)?.trim();
    if (!text) continue;
    const known = fields[name].safeParse(text).success;
    const fits = name !== 'status' || statuses === undefined || statuses.some((status) => status === text);
    if (known && fits) texts[name] = text;
    else leftOut = true;
  }
  if (texts.from !== undefined && texts.to !== undefined && texts.from > texts.to) {
    delete texts.to;
    leftOut = true;
  }
  const cursor = fields.cursor.safeParse(query.get('cursor') ?? undefined);
  return { texts, cursor: cursor.success ? cursor.data : undefined, leftOut };
}

/** The two days as instants in a zone; both are wholly inside. */
export function daysOf({ from, to }: FilterTexts, timeZone: string): { from?: Instant; to?: Instant } {
  return {
    ...(from !== undefined && { from: startOfDay(from, timeZone) }),
    ...(to !== undefined && { to: startOfDay(dayAfter(to), timeZone) }),
  };
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

export function idOf<Id extends AnyId>(text: string | undefined): Id | undefined {
  return text === undefined ? undefined : readId<Id>(text);
}
