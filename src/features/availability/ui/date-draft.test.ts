import { expect, test } from 'vitest';
import {
  dateErrors,
  draftOfSpan,
  editDate,
  newDateDraft,
  readDateDraft,
  readDateEdit,
  sentDate,
  type DateDraft,
} from './date-draft.ts';

const special: DateDraft = {
  kind: 'special',
  date: '2026-12-24',
  until: '2026-12-26',
  ranges: [
    { start: '', end: '' },
    { start: '9', end: '12pm' },
    { start: '18', end: '' },
  ],
};

test('reads back everything that was typed, of both kinds', () => {
  const values = {
    kind: 'special',
    date: '2026-12-24',
    until: '2026-12-26',
    'range-0-start': '',
    'range-0-end': '',
    'range-1-start': '9',
    'range-1-end': '12pm',
    'range-2-start': '18',
    'range-2-end': '',
    'range-99-middle': 'x',
  };
  expect(readDateDraft(values)).toEqual(special);
  expect(readDateDraft({ kind: 'party' })).toEqual(newDateDraft());
});

test('sends a day off without hours, and special hours without a last day', () => {
  expect(sentDate({ ...special, kind: 'off' })).toEqual({
    input: { date: '2026-12-24', until: '2026-12-26', ranges: [] },
    rows: [],
  });
  expect(sentDate({ ...special, kind: 'off', until: ' ' }).input).toEqual({ date: '2026-12-24', ranges: [] });
  expect(sentDate(special)).toEqual({
    input: {
      date: '2026-12-24',
      ranges: [
        { start: '09:00', end: '12:00' },
        { start: '18:00', end: '' },
      ],
    },
    rows: [1, 2],
  });
});

test('shows what is wrong at the field that was typed in', () => {
  const errors = dateErrors(special, [1, 2], {
    'ranges.0.start': 'This overlaps 08:00–10:00.',
    'ranges.1.end': 'Give a time from 00:00 to 24:00, such as 09:30.',
    date: 'That date has passed.',
  });
  expect(errors).toEqual({
    'range-1-start': 'This overlaps 08:00–10:00.',
    'range-2-start': 'Write both times like 09:00 or 17:30, at most 24:00.',
    date: 'That date has passed.',
  });
  expect(dateErrors(newDateDraft(), [], { date: 'must be a calendar date YYYY-MM-DD' })).toEqual({
    date: 'Choose a date.',
  });
});

test('says of a time after midnight that the day ends at 24:00', () => {
  for (const [start, end] of [
    ['09:00', '25:00'],
    ['25:00', '26:00'],
    ['09:00', '12:75'],
  ] as const) {
    const draft: DateDraft = { ...special, ranges: [{ start, end }] };
    expect(dateErrors(draft, [0], { 'ranges.0.end': 'Give a time.' }), `${start}–${end}`).toEqual({
      'range-0-start': 'Write both times like 09:00 or 17:30, at most 24:00.',
    });
  }
});

test('adds and removes ranges, and always leaves one to write in', () => {
  expect(readDateEdit('add')).toEqual({ kind: 'add' });
  expect(readDateEdit('remove-1')).toEqual({ kind: 'remove', index: 1 });
  expect(readDateEdit('check')).toBeNull();
  expect(editDate(special, { kind: 'add' }).ranges).toHaveLength(4);
  expect(editDate(special, { kind: 'remove', index: 0 }).ranges[0]).toEqual({ start: '9', end: '12pm' });
  expect(editDate(newDateDraft(), { kind: 'remove', index: 0 }).ranges).toEqual([{ start: '', end: '' }]);
  let many = newDateDraft();
  for (let time = 0; time < 20; time += 1) many = editDate(many, { kind: 'add' });
  expect(many.ranges).toHaveLength(8);
});

test('shows a saved entry as it would be typed', () => {
  expect(draftOfSpan({ from: '2026-12-24', until: '2026-12-26', ranges: [] })).toMatchObject({
    kind: 'off',
    until: '2026-12-26',
  });
  expect(draftOfSpan({ from: '2026-12-24', until: '2026-12-24', ranges: [{ start: '09:00', end: '10:00' }] })).toEqual({
    kind: 'special',
    date: '2026-12-24',
    until: '',
    ranges: [{ start: '09:00', end: '10:00' }],
  });
});
