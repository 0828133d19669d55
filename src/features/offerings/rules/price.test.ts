import { expect, it } from 'vitest';
import { boundsWords, isOutOfBounds } from './price.ts';

it.each(['0.01', '49.99', '10000000.01', '999999999', '1000000000', '99999999999', ' 99999999999.50 ', '9'.repeat(32)])(
  'finds ₦%s to be no price',
  (naira) => expect(isOutOfBounds(naira)).toBe(true),
);

it.each(['0', '50', '5000.50', '10000000', '00000000005000'])('finds nothing wrong with the size of ₦%s', (naira) =>
  expect(isOutOfBounds(naira)).toBe(false),
);

it.each(['', 'five', '-1', '1e12', '99999999999.999', '99,999,999,999'])('leaves %j to whoever reads numbers', (text) =>
  expect(isOutOfBounds(text)).toBe(false),
);

it('names both bounds', () => {
  expect(boundsWords()).toBe('A price lies between ₦50 and ₦10,000,000');
});
