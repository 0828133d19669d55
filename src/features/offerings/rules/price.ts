import { formatMoney, parseNaira, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';

const PLAIN_NUMBER = /^\d+(?:\.\d{1,2})?$/;
const [LEAST, MOST] = [settings.smallestPriceMinor as Minor, settings.largestPriceMinor as Minor];

/** True for naira that can be read but are no price: too few (0 is free, and one), or too many, with any number of digits. */
export function isOutOfBounds(naira: string): boolean {
  const priceMinor = parseNaira(naira);
  if (priceMinor !== null) return priceMinor !== 0 && (priceMinor < LEAST || priceMinor > MOST);
  const text = naira.trim();
  return PLAIN_NUMBER.test(text) && Number(text) * 100 > MOST;
}

/** `A price lies between ₦50 and ₦10,000,000`, for a sentence to go on. */
export function boundsWords(): string {
  return `A price lies between ${formatMoney(LEAST)} and ${formatMoney(MOST)}`;
}
