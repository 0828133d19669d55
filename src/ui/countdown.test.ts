import { expect, it } from 'vitest';
import { announcedText, clockText, spokenText } from './countdown.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

it('reads like a clock, to the second below a day and to the minute above', () => {
  expect(clockText(8 * MINUTE + 42 * SECOND)).toBe('08:42');
  expect(clockText(HOUR + 8 * MINUTE + 2 * SECOND)).toBe('1:08:02');
  expect(clockText(51 * HOUR + 10 * MINUTE)).toBe('2 days 03:10');
  expect(clockText(24 * HOUR)).toBe('1 day 00:00');
});

it('shows 00:01 until the last moment has gone and never counts below zero', () => {
  expect(clockText(1)).toBe('00:01');
  expect(clockText(0)).toBe('00:00');
  expect(clockText(-HOUR)).toBe('00:00');
});

it('is spoken in whole units, so that it changes at minute marks only', () => {
  expect(spokenText(8 * MINUTE + 42 * SECOND)).toBe('8 minutes left');
  expect(spokenText(8 * MINUTE + SECOND)).toBe('8 minutes left');
  expect(spokenText(MINUTE)).toBe('1 minute left');
  expect(spokenText(MINUTE - SECOND)).toBe('Less than a minute left');
  expect([clockText(35 * MINUTE - 1), spokenText(35 * MINUTE - 1)]).toEqual(['35:00', '35 minutes left']);
  expect(spokenText(3 * HOUR)).toBe('3 hours left');
  expect(spokenText(72 * HOUR)).toBe('3 days left');
  expect(spokenText(0)).toBe('Time is up');
});

it('speaks up by itself at marks only, and when the time is up', () => {
  const said = new Set<string>();
  for (let leftMs = 3 * HOUR; leftMs >= 0; leftMs -= SECOND) said.add(announcedText(leftMs, 'Time is up'));
  expect([...said]).toEqual([
    '',
    '1 hour left',
    '30 minutes left',
    '15 minutes left',
    '10 minutes left',
    '5 minutes left',
    '1 minute left',
    'Time is up',
  ]);
  expect(announcedText(10 * MINUTE + SECOND, '')).toBe('');
  expect(announcedText(9 * MINUTE, '')).toBe('');
  expect(announcedText(0, '')).toBe('');
});
