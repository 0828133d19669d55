import { expect, it } from 'vitest';
import type { BookingMode } from '../types.ts';
import { termsWords } from './terms-words.ts';

it.each<[number, number, BookingMode[], string]>([
  [500_000, 60, ['INSTANT'], '₦5,000 · 1 h · booked at once'],
  [500_050, 90, ['REQUEST'], '₦5,000.50 · 1 h 30 min · booked after asking you'],
  [0, 30, ['INSTANT', 'REQUEST'], 'Free · 30 min · booked at once or after asking you'],
])('says what %i kobo for %i min by %j is', (priceMinor, durationMinutes, bookingModes, words) => {
  expect(termsWords({ priceMinor, durationMinutes, bookingModes })).toBe(words);
});
