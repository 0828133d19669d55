import { expect, test } from 'vitest';
import { draftOf, editWeek, emptyWeek, fieldName, openMinutes, readEdit, readWeek, sentWeek } from './hours-draft.ts';

const nine = { start: '09:00', end: '12:00' };
const two = { start: '14:00', end: '17:00' };

function week(days: Record<number, { start: string; end: string }[]>) {
  return emptyWeek().map((_, day) => days[day] ?? []);
}

test('adds office hours to a closed day and a later range to an open one', () => {
  const once = editWeek(emptyWeek(), { kind: 'add', day: 1 });
  expect(once[1]).toEqual([{ start: '09:00', end: '17:00' }]);
  expect(editWeek(once, { kind: 'add', day: 1 })[1]?.[1]).toEqual({ start: '18:00', end: '20:00' });
});

test('adds an empty range when the day has no room left or the last range cannot be read', () => {
  const full = week({ 1: [{ start: '09:00', end: '23:00' }], 2: [{ start: 'nine', end: 'ten' }] });
  expect(editWeek(full, { kind: 'add', day: 1 })[1]?.[1]).toEqual({ start: '', end: '' });
  expect(editWeek(full, { kind: 'add', day: 2 })[2]?.[1]).toEqual({ start: '', end: '' });
});

test('never adds more ranges than a day may have', () => {
  let busy = emptyWeek();
  for (let time = 0; time < 20; time += 1) busy = editWeek(busy, { kind: 'add', day: 3 });
  expect(busy[3]).toHaveLength(8);
});

test('removes one range and leaves the others', () => {
  expect(editWeek(week({ 1: [nine, two] }), { kind: 'remove', day: 1, index: 0 })[1]).toEqual([two]);
});

test('copies a day over others, as copies that change apart', () => {
  const copied = editWeek(week({ 1: [nine, two], 2: [nine], 5: [nine] }), { kind: 'copy', day: 1, to: [2, 3] });
  expect(copied[2]).toEqual([nine, two]);
  expect(copied[3]).toEqual([nine, two]);
  expect(copied[5]).toEqual([nine]);
  expect(copied[2]?.[0]).not.toBe(copied[1]?.[0]);
});

test('opens the weekdays at once and leaves the weekend', () => {
  const opened = editWeek(week({ 6: [nine] }), { kind: 'officeHours' });
  expect(opened.map((ranges) => ranges.length)).toEqual([0, 1, 1, 1, 1, 1, 1]);
  expect(opened[6]).toEqual([nine]);
});

test('reads back from a form what its fields were named', () => {
  const values = {
    [fieldName(1, 1, 'start')]: '14:00',
    [fieldName(1, 1, 'end')]: '17:00',
    [fieldName(1, 0, 'start')]: '9',
    [fieldName(1, 0, 'end')]: '',
    timeZone: 'Africa/Lagos',
    'day-9-0-start': 'x',
  };
  expect(readWeek(values)).toEqual(week({ 1: [{ start: '9', end: '' }, two] }));
});

test('tells which button was pressed', () => {
  expect(readEdit('add-1', {})).toEqual({ kind: 'add', day: 1 });
  expect(readEdit('remove-0-2', {})).toEqual({ kind: 'remove', day: 0, index: 2 });
  expect(readEdit('copy-1', { 'copy-1-to': ['2', '3', '9', 'x'] })).toEqual({ kind: 'copy', day: 1, to: [2, 3] });
  expect(readEdit('copy-1', {})).toEqual({ kind: 'copy', day: 1, to: [] });
  expect(readEdit('officeHours', {})).toEqual({ kind: 'officeHours' });
  expect(readEdit('', {})).toBeNull();
});

test('sends what was typed as clock times, leaves empty ranges out and knows the field of each', () => {
  const { weekly, fields } = sentWeek(
    week({
      1: [
        { start: '', end: ' ' },
        { start: '9', end: '5pm' },
      ],
      2: [{ start: '9', end: '' }],
    }),
  );
  expect(weekly).toEqual([
    { days: [1], start: '09:00', end: '17:00' },
    { days: [2], start: '09:00', end: '' },
  ]);
  expect(fields).toEqual([
    { day: 1, index: 1 },
    { day: 2, index: 0 },
  ]);
});

test('shows saved hours on each of their days, in order', () => {
  const shown = draftOf([
    { days: [1, 2], ...two },
    { days: [1], ...nine },
  ]);
  expect(shown).toEqual(week({ 1: [nine, two], 2: [two] }));
});

test('counts the open time of a week without what cannot be read', () => {
  expect(
    openMinutes(week({ 1: [nine, two], 2: [{ start: '9', end: '' }], 3: [{ start: '12:00', end: '09:00' }] })),
  ).toBe(360);
});
