import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  decimalText,
  formatMoney,
  formatPrice,
  minor,
  parseNaira,
  percentOf,
  split,
  subtract,
  toMajor,
} from './money.ts';

const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(minor);
const price = fc.integer({ min: 0, max: 10_000_000_00 }).map(minor);

describe('splitting', () => {
  it('gives ₦3,500 of ₦5,000 to the tutor and ₦1,500 to the platform', () => {
    expect(split(minor(500_000), 3_000)).toEqual({ tutor: 350_000, platform: 150_000 });
  });

  it('gives the odd kobo to the tutor', () => {
    expect(split(minor(5_001), 3_000)).toEqual({ tutor: 3_501, platform: 1_500 });
    expect(split(minor(1), 3_000)).toEqual({ tutor: 1, platform: 0 });
  });

  it('loses nothing, rounds the platform down and makes nobody pay, for any amount and any share', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (whole, basisPoints) => {
        const { tutor, platform } = split(whole, basisPoints);
        expect(BigInt(tutor) + BigInt(platform)).toBe(BigInt(whole));
        expect(BigInt(platform)).toBe((BigInt(whole) * BigInt(basisPoints)) / 10_000n);
        expect(Math.min(tutor, platform)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('refuses to split a debt, or by more than all of it', () => {
    expect(() => split(minor(-1), 3_000)).toThrow();
    expect(() => split(minor(1), 10_001)).toThrow();
    expect(() => split(minor(1), -1)).toThrow();
  });
});

describe('percentages', () => {
  it.each([
    [500_000, 50, 250_000],
    [5_001, 50, 2_501],
    [1, 1, 1],
    [0, 100, 0],
    [5_001, 0, 0],
    [5_001, 100, 5_001],
  ])('of %i, %i %% is %i', (whole, percent, part) => {
    expect(percentOf(minor(whole), percent)).toBe(part);
  });

  it('are rounded up to the kobo and never beyond the whole', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 100 }), (whole, percent) => {
        const exact = BigInt(whole) * BigInt(percent);
        const part = BigInt(percentOf(whole, percent));
        expect(part * 100n >= exact && (part - 1n) * 100n < exact).toBe(true);
        expect(part <= BigInt(whole)).toBe(true);
      }),
    );
  });

  it.each([0.5, -1, 101, Number.NaN])('refuse %d', (percent) => {
    expect(() => percentOf(minor(100), percent)).toThrow();
  });
});

describe('naira from outside', () => {
  it.each([
    ['1.15', 115],
    ['5000', 500_000],
    ['5000.5', 500_050],
    [' 50 ', 5_000],
    ['0', 0],
    ['0.07', 7],
    ['10000000', 1_000_000_000],
  ])('reads %s as %i kobo', (text, kobo) => {
    expect(parseNaira(text)).toBe(kobo);
  });

  it.each([
    '1.155',
    '1e3',
    '1,000',
    '-1',
    '+1',
    '',
    ' ',
    '.5',
    '5.',
    '0x10',
    'NaN',
    'Infinity',
    '１',
    '1 000',
    '1.1.1',
    '9'.repeat(10),
  ])('refuses %j', (text) => {
    expect(parseNaira(text)).toBeNull();
  });

  it('comes back from its text and its number as it was', () => {
    fc.assert(
      fc.property(price, (kobo) => {
        expect(parseNaira(decimalText(kobo))).toBe(kobo);
        expect(parseNaira(String(toMajor(kobo)))).toBe(kobo);
      }),
    );
  });

  it('never reads text that is no plain decimal number with two places', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const kobo = parseNaira(text);
        if (kobo !== null) expect(Number(text.trim()) * 100).toBeCloseTo(kobo, 3);
      }),
    );
  });
});

describe('arithmetic', () => {
  it.each([0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('refuses %d as an amount', (value) => {
    expect(() => minor(value)).toThrow();
  });

  it('adds and takes away exactly, and refuses to overflow', () => {
    expect(add(minor(1), minor(2), minor(3))).toBe(6);
    expect(add()).toBe(0);
    expect(subtract(minor(1), minor(2))).toBe(-1);
    expect(() => add(minor(Number.MAX_SAFE_INTEGER), minor(1))).toThrow();
  });
});

describe('money for people', () => {
  it.each([
    [500_000, '₦5,000'],
    [500_050, '₦5,000.50'],
    [1_000_000_000, '₦10,000,000'],
    [7, '₦0.07'],
  ])('writes %i kobo as %s', (kobo, text) => {
    expect(formatMoney(minor(kobo))).toBe(text);
  });

  it('calls nothing free', () => {
    expect(formatPrice(minor(0))).toBe('Free');
    expect(formatPrice(minor(5_000))).toBe('₦50');
  });
});
