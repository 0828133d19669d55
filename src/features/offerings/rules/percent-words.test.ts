import { expect, it } from 'vitest';
import { percentWords } from './percent-words.ts';

it('says what part of the whole it is, and nothing of nothing', () => {
  expect(percentWords(3, 10)).toBe('30 %');
  expect(percentWords(10, 10)).toBe('100 %');
  expect(percentWords(0, 10)).toBe('0 %');
  expect(percentWords(1, 1_000)).toBe('< 1 %');
  expect(percentWords(0, 0)).toBe('–');
});
