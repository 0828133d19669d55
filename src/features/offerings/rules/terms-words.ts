import { formatDuration } from '#shared/format-time.ts';
import { formatPrice, minor } from '#shared/money.ts';
import type { BookingMode } from '../types.ts';

type Terms = { durationMinutes: number; priceMinor: number; bookingModes: readonly BookingMode[] };

/** What an offering costs, how long it takes and how it is booked, for its tutor: `₦5,000 · 1 h · booked at once`. */
export function termsWords({ durationMinutes, priceMinor, bookingModes }: Terms): string {
  return [formatPrice(minor(priceMinor)), formatDuration(durationMinutes), bookingWords(bookingModes)].join(' · ');
}

function bookingWords(modes: readonly BookingMode[]): string {
  if (!modes.includes('REQUEST')) return 'booked at once';
  return modes.includes('INSTANT') ? 'booked at once or after asking you' : 'booked after asking you';
}
