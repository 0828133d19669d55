import { expect, test } from 'vitest';
import { clockText, minutesOfDay } from './clock-text.ts';

test.each([
  ['9', '09:00'],
  ['09', '09:00'],
  ['9:30', '09:30'],
  ['930', '09:30'],
  ['0930', '09:30'],
  ['9.30', '09:30'],
  ['9h30', '09:30'],
  ['17:00', '17:00'],
  [' 24:00 ', '24:00'],
  ['24', '24:00'],
  ['5pm', '17:00'],
  ['5 PM', '17:00'],
  ['12am', '00:00'],
  ['12:15 pm', '12:15'],
])('reads %s as %s', (typed, clock) => {
  expect(clockText(typed)).toBe(clock);
});

test.each(['', 'nine', '25', '24:30', '9:60', '13pm', '0pm', '9:3', '-9', '<b>'])(
  'leaves %j as it was typed',
  (typed) => {
    expect(clockText(typed)).toBe(typed);
  },
);

test('counts the minutes since midnight', () => {
  expect(minutesOfDay('09:30')).toBe(570);
  expect(minutesOfDay('24:00')).toBe(1440);
  for (const text of ['nine', '24:01', '25:00', '12:75']) expect(minutesOfDay(text), text).toBeNull();
});
