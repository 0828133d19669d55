import { assert } from './assert.ts';

declare const brand: unique symbol;
/** An amount in the currency's minor unit (kobo for NGN): always a safe integer, never a fraction. */
export type Minor = number & { readonly [brand]: 'minor' };
export type Currency = 'NGN';
export type Money = { readonly amountMinor: Minor; readonly currency: Currency };

export const BASIS_POINTS = 10_000;
export const NO_MONEY = 0 as Minor;

/** Brands an integer as minor units; a fraction or an unsafe integer is a bug. */
export function minor(value: number): Minor {
  assert(Number.isSafeInteger(value), `${value} is not a whole number of minor units`);
  return value as Minor;
}

export function add(...amounts: readonly Minor[]): Minor {
  return minor(amounts.reduce<number>((sum, amount) => sum + amount, 0));
}

export function subtract(from: Minor, amount: Minor): Minor {
  return minor(from - amount);
}

/** `floor(amount × basisPoints / 10000)`, exact for amounts past 2^53 / 10000 too. */
function floorShare(amountMinor: Minor, basisPoints: number): Minor {
  return minor(Number((BigInt(amountMinor) * BigInt(basisPoints)) / BigInt(BASIS_POINTS)));
}

/** Splits a payment: the platform's part is rounded down, the tutor has the rest, so nothing is lost. */
export function split(amountMinor: Minor, platformBasisPoints: number): { tutor: Minor; platform: Minor } {
  assert(amountMinor >= 0, 'only an amount of zero or more can be split');
  assert(platformBasisPoints >= 0 && platformBasisPoints <= BASIS_POINTS, 'basis points lie within 0 and 10000');
  const platform = floorShare(amountMinor, platformBasisPoints);
  return { tutor: subtract(amountMinor, platform), platform };
}

/** `ceil(amount × percent / 100)`: a refund is rounded in the student's favour. */
export function percentOf(amountMinor: Minor, percent: number): Minor {
  assert(
    Number.isInteger(percent) && percent >= 0 && percent <= 100,
    'a percentage is a whole number within 0 and 100',
  );
  return minor(Number((BigInt(amountMinor) * BigInt(percent) + 99n) / 100n));
}

const NAIRA_TEXT = /^\d{1,9}(?:\.\d{1,2})?$/;

/**
 * Reads naira from its decimal text (`"5000"`, `"1.15"`) as kobo, or null when it has more than two
 * decimals, a sign, an exponent or grouping. Text, because `1.15 * 100` is not 115 in floats.
 */
export function parseNaira(text: string): Minor | null {
  const trimmed = text.trim();
  if (!NAIRA_TEXT.test(trimmed)) return null;
  const [whole = '0', decimals = ''] = trimmed.split('.');
  return minor(Number(whole) * 100 + Number(decimals.padEnd(2, '0')));
}

/** Minor units as a number of major units for JSON (`500000` kobo → `5000`), exact to two decimals. */
export function toMajor(amountMinor: Minor): number {
  return Number(decimalText(amountMinor));
}

/** Minor units as decimal text for an input field: `500000` → `5000`, `500050` → `5000.50`. */
export function decimalText(amountMinor: Minor): string {
  const kobo = amountMinor % 100;
  const naira = String((amountMinor - kobo) / 100);
  return kobo === 0 ? naira : `${naira}.${String(Math.abs(kobo)).padStart(2, '0')}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Money as a person reads it: `₦5,000`, `₦5,000.50`. */
export function formatMoney(amountMinor: Minor, currency: string = 'NGN'): string {
  const fractionDigits = amountMinor % 100 === 0 ? 0 : 2;
  const key = `${currency}${fractionDigits}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat('en-NG', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    });
  formats.set(key, format);
  return format.format(decimalText(amountMinor) as Intl.StringNumericLiteral).replace('-', '−'); // a true minus sign
}

/** A price as a person reads it: `Free` instead of `₦0`. */
export function formatPrice(amountMinor: Minor, currency: string = 'NGN'): string {
  return amountMinor === 0 ? 'Free' : formatMoney(amountMinor, currency);
}
