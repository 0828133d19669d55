import { expect, it } from 'vitest';
import { readId, type CourseId } from '#shared/id.ts';
import { readSuggestionSource, writeSuggestionSource } from './suggestion-source.ts';

const ID = '0197d400-0002-7000-8000-000000000001';

it('reads back what it writes', () => {
  expect(writeSuggestionSource(readId<CourseId>(ID))).toBe(`course:${ID}`);
  expect(readSuggestionSource(`course:${ID}`)).toBe(ID);
  expect(readSuggestionSource(`course:${ID.toUpperCase()}`)).toBe(ID);
});

it('reads nothing in anything else', () => {
  for (const text of ['', ID, 'course:', `course:${ID} `, `course:${ID}/..`, `Course:${ID}`, 'course:react-mastery'])
    expect(readSuggestionSource(text), text).toBeNull();
});
