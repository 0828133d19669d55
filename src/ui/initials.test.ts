import { expect, it } from 'vitest';
import { initialsOf, personColour } from './initials.ts';

it('takes the first letter of the first and the last name', () => {
  expect(initialsOf('Ada Obi')).toBe('AO');
  expect(initialsOf('  tunde   olu  adeyemi ')).toBe('TA');
  expect(initialsOf('Ngozi')).toBe('N');
  expect(initialsOf('   ')).toBe('?');
});

it('keeps the dots and tone marks of a Yoruba letter', () => {
  expect(initialsOf('Ọlá Ẹ́bùn')).toBe('ỌẸ́'.normalize('NFC'));
});

it('gives a name the same colour however its letters were composed', () => {
  expect(personColour('Ọlá'.normalize('NFD'))).toBe(personColour('Ọlá'.normalize('NFC')));
});

it('spreads names over all seven colours', () => {
  const colours = new Set(Array.from({ length: 200 }, (_, index) => personColour(`Person ${index}`)));
  expect([...colours].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
