import type { OfferingSort } from '../types.ts';

/** Where a page of offerings ended: the last row's sort key (epoch milliseconds, kobo or score; null = no slot) and id. */
export type Cursor = { readonly key: number | null; readonly id: string };

const TEXT =
  /^(best|soonest|price|price-desc|newest)\|(none|\d{1,15})\|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The last moment that the database and we write alike; no price and no score comes near it. */
const LARGEST_KEY = Date.UTC(9999, 11, 31);

/** Writes a cursor as callers see it: base64url, to be handed back as it is. */
export function writeCursor(sort: OfferingSort, { key, id }: Cursor): string {
  return btoa(`${sort}|${key ?? 'none'}|${id}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Reads a cursor of this order, or null when it is garbage or another order's. */
export function readCursor(text: string, sort: OfferingSort): Cursor | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const [, written, key = '', id = ''] = TEXT.exec(decode(text)) ?? [];
  if (written !== sort || (key === 'none' && sort !== 'soonest')) return null;
  if (Number(key) > LARGEST_KEY) return null;
  const cursor = { key: key === 'none' ? null : Number(key), id };
  return writeCursor(sort, cursor) === text ? cursor : null;
}

function decode(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch (error) {
    if (error instanceof DOMException) return '';
    throw error;
  }
}
