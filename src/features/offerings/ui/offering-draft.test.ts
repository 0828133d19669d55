import { expect, test } from 'vitest';
import { durationOptions, readOfferingDraft, shareWords } from './offering-draft.ts';

test.each([
  ['5000', 'You receive ₦3,500 of ₦5,000.'],
  ['5,000', 'You receive ₦3,500 of ₦5,000.'],
  ['99.99', 'You receive ₦70 of ₦99.99.'],
  ['', 'You receive 70 % of the price.'],
  ['five', 'You receive 70 % of the price.'],
  ['49.99', 'A price lies between ₦50 and ₦10,000,000.'],
  ['99,999,999,999', 'A price lies between ₦50 and ₦10,000,000.'],
])('tells for a price of %j: %s', (price, words) => {
  expect(shareWords({ price, free: false })).toBe(words);
});

test('tells what free means, whatever price still stands there', () => {
  expect(shareWords({ price: '5000', free: true })).toMatch(/^Nobody pays/);
});

test('keeps everything that a form sent', () => {
  const sent = { title: ' React ', price: '1.234', free: 'on', duration: '45', bookingModes: ['REQUEST'], extra: 'x' };
  expect(readOfferingDraft(sent)).toEqual({
    title: ' React ',
    courseId: '',
    description: '',
    duration: '45',
    price: '1.234',
    free: true,
    bookingModes: ['REQUEST'],
  });
});

test('names the lengths as people say them', () => {
  expect(durationOptions().map(({ label }) => label)).toEqual(['30 min', '45 min', '1 h', '1 h 30 min', '2 h', '3 h']);
});
