import { describe, expect, it } from 'vitest';
import { storable, turnsDirection, wellFormed } from './text.ts';

describe('a text that people type', () => {
  it('is kept as it is, whatever its letters', () => {
    for (const text of ['', 'Ọjọ́ dára 👩🏾‍🏫', 'مرحبا بك', 'two\nlines\tand a tab', '"><script>']) {
      expect(storable(text)).toBe(text);
      expect(wellFormed(text)).toBe(text);
    }
  });

  it('is kept without NUL and without halves of letters', () => {
    expect(storable('a\u0000b\ud83d c\udc4b')).toBe('ab\ufffd c\ufffd');
    expect(wellFormed('a\ud83d')).toBe('a\ufffd');
  });

  it('may be written from right to left, but turns nothing around it', () => {
    expect(turnsDirection('مرحبا')).toBe(false);
    for (const mark of ['\u202e', '\u202a', '\u2066', '\u2069']) expect(turnsDirection(`Ada ${mark}ibO`)).toBe(true);
  });
});
