import { expect, test } from 'vitest';
import { formValues, textOf } from './form-data.ts';

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test('reads texts by name', () => {
  expect(formValues(form(['title', 'React'], ['price', '5000']))).toEqual({ title: 'React', price: '5000' });
});

test('keeps every value of a list, and an empty list when nothing was ticked', () => {
  expect(formValues(form(['modes', 'INSTANT'], ['modes', 'REQUEST']), ['modes']).modes).toEqual(['INSTANT', 'REQUEST']);
  expect(formValues(form(['title', 'React']), ['modes']).modes).toEqual([]);
});

test('takes the last of a name that is no list', () => {
  expect(formValues(form(['title', 'one'], ['title', 'two']))).toEqual({ title: 'two' });
});

test('leaves files out', () => {
  const data = form(['title', 'React']);
  data.append('photo', new Blob(['x']), 'photo.png');
  expect(formValues(data)).toEqual({ title: 'React' });
});

test('gives an empty text for what was not sent', () => {
  expect(textOf(formValues(form()), 'title')).toBe('');
});
