import { STOP_WORDS } from './stop-words.ts';

/** More words than anybody means; the rest of a longer text is not looked for. */
const MAX_WORDS = 8;
const WORD_MAX_LENGTH = 40;
/** Below this a word has too few letters to tell a slip from another word. */
const CORRECTED_FROM = 4;
const MAX_CORRECTIONS = 4;

/** The words of a search, as the database has them (migration 0009): small letters and digits, without accents. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const found =
    plain
      .replaceAll('c++', 'cpp')
      .replaceAll('c#', 'csharp')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = [...new Set(found.map((word) => word.slice(0, WORD_MAX_LENGTH)))];
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MAX_WORDS);
}

/** True for a word that may be a mistyped one: long enough, and no number. */
export function mayBeMistyped(word: string): boolean {
  return word.length >= CORRECTED_FROM && !/\p{N}/u.test(word);
}

/** Of words that look alike, those that are a slip or two away from the typed one, nearest first; never itself. */
export function corrections(typed: string, known: readonly string[]): string[] {
  return known
    .map((word) => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ word, slips }) => word !== typed && slips <= slipsAllowed(typed))
    .sort((a, b) => a.slips - b.slips) // stable: alike ones stay as the database ranked them
    .slice(0, MAX_CORRECTIONS)
    .map(({ word }) => word);
}

function slipsAllowed(word: string): number {
  if (word.length < 6) return 1;
  return word.length < 10 ? 2 : 3;
}

/** How many letters were added, left out, replaced or swapped with their neighbour (optimal string alignment). */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      line.push(least);
    }
    before = above;
    above = line;
  }
  return above[other.length] ?? 0;
}
