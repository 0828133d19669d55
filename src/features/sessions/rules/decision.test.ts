import { expect, it } from 'vitest';
import { minor } from '#shared/money.ts';
import { decisionPreview, leastPercent } from './decision.ts';

const paid = { priceMinor: minor(500_000), keptMinor: minor(500_000), platformBasisPoints: 3_000 };

it('divides the price between the student, the tutor and the platform', () => {
  expect(decisionPreview(paid, 0)).toEqual({ refundMinor: 0, tutorMinor: 350_000, platformMinor: 150_000 });
  expect(decisionPreview(paid, 50)).toEqual({ refundMinor: 250_000, tutorMinor: 175_000, platformMinor: 75_000 });
  expect(decisionPreview(paid, 100)).toEqual({ refundMinor: 500_000, tutorMinor: 0, platformMinor: 0 });
});

it('rounds a refund in the student’s favour and loses nothing', () => {
  const odd = { priceMinor: minor(5_001), keptMinor: minor(5_001), platformBasisPoints: 3_000 };
  const preview = decisionPreview(odd, 33);
  expect(preview).toEqual({ refundMinor: 1_651, tutorMinor: 2_345, platformMinor: 1_005 });
});

it('counts what has gone back already, and never takes it back', () => {
  const half = { ...paid, keptMinor: minor(250_000) };
  expect(leastPercent(half)).toBe(50);
  expect(decisionPreview(half, 49)).toBeNull();
  expect(decisionPreview(half, 50)).toMatchObject({ refundMinor: 0 });
  expect(decisionPreview(half, 80)).toMatchObject({ refundMinor: 150_000, tutorMinor: 70_000 });
  expect(leastPercent({ ...paid, keptMinor: minor(0) })).toBe(100);
  expect(leastPercent(paid)).toBe(0);
});

it.each([-1, 101, 12.5, Number.NaN])('knows no decision of %s percent', (percent) => {
  expect(decisionPreview(paid, percent)).toBeNull();
});
