import { expect, test } from 'vitest';
import { doneHref, readDone } from './done.ts';

const search = (href: string) => new URL(href, 'https://here.test').searchParams;

test('says what a form did, back at the place that changed', () => {
  const href = doneHref('created', 'offering-1');
  expect(href).toBe('/tutor/mentorship/schedule?done=created#offering-1');
  expect(readDone(search(href))).toEqual({ place: 'top', words: 'Your offering is created.' });
});

test('says it where it was done', () => {
  expect(readDone(search(doneHref('hours')))?.place).toBe('hours');
  expect(readDone(search(doneHref('dayOff')))?.place).toBe('dates');
});

test('says nothing for an address that somebody made up', () => {
  expect(readDone(search('/?done=constructor'))).toBeNull();
  expect(readDone(search('/?done=You+have+won'))).toBeNull();
  expect(readDone(search('/'))).toBeNull();
});
