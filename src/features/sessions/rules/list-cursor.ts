import type { Instant } from '#shared/time.ts';

/**
 * Where a page of sessions, or of payments by when they were made, ended: the next one goes on behind this time and id,
 * so that equal times lose nobody.
 */
export type ListCursor = { startsAt: string; id: string };

export function writeListCursor(last: { startsAt: Instant; id: string }): string {
  return `${last.startsAt.epochMilliseconds}_${last.id}`;
}

const LATEST_MS = Date.UTC(9999, 11, 31);

/** A cursor that we did not write is none: the list then begins at its first page. */
export function readListCursor(text: string | undefined): ListCursor | null {
  const match = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '');
  const [, milliseconds, id] = match ?? [];
  if (milliseconds === undefined || id === undefined || Number(milliseconds) > LATEST_MS) return null;
  return { startsAt: new Date(Number(milliseconds)).toISOString(), id };
}
