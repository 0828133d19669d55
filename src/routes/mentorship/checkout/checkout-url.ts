import type { BookingMode } from '#features/offerings/types.ts';

/** Everything of a checkout that stands in its address, so that links, reloads and Back keep it. */
export type CheckoutQuery = {
  offeringId: string;
  mode: BookingMode;
  /** `YYYY-MM` and `YYYY-MM-DD` in the zone. */
  month?: string | undefined;
  day?: string | undefined;
  /** The picked start, ISO UTC. */
  slot?: string | undefined;
  timeZone: string;
  view?: 'week' | undefined;
  /** `course:<id>`: the card of a completed course that led here. */
  from?: string | undefined;
};

export function checkoutHref({ offeringId, mode, month, day, slot, view, timeZone, from }: CheckoutQuery): string {
  const query = new URLSearchParams({ offeringId, mode });
  for (const [name, value] of Object.entries({ month, day, slot, view, from })) if (value) query.set(name, value);
  query.set('tz', timeZone);
  return `/mentorship/checkout?${query}`;
}
