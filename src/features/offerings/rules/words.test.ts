import { describe, expect, it } from 'vitest';
import { corrections, mayBeMistyped, slipsBetween, wordsOf } from './words.ts';

describe('the words of a search', () => {
  it.each([
    ['React  code-review', ['react', 'code', 'review']],
    ['Adéyẹmí', ['adeyemi']],
    ['C++ and C#', ['cpp', 'csharp']],
    ['how to learn the SQL', ['learn', 'sql']],
    ['who is it', ['who', 'is', 'it']],
    [`'; drop table offering; -- %_\\ & | ! <-> :* ( )`, ['drop', 'table', 'offering']],
    ['<script>alert(1)</script>', ['script', 'alert', '1']],
    ['% _ \\ * 🎈', []],
    ['', []],
    ['日本語', ['日本語']],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are at most eight, of forty characters', () => {
    const words = wordsOf(Array.from({ length: 20 }, (_, n) => `word${n}${'x'.repeat(60)}`).join(' '));
    expect(words).toHaveLength(8);
    expect(Math.max(...words.map(({ length }) => length))).toBe(40);
  });
});

describe('what a mistyped word may have meant', () => {
  it('counts letters added, left out, replaced and swapped', () => {
    expect(slipsBetween('react', 'react')).toBe(0);
    expect(slipsBetween('recat', 'react')).toBe(1);
    expect(slipsBetween('dashbord', 'dashboard')).toBe(1);
    expect(slipsBetween('', 'abc')).toBe(3);
    expect(slipsBetween('kitten', 'sitting')).toBe(3);
  });

  it('is near, nearest first, and not the word itself', () => {
    expect(corrections('recat', ['recent', 'react', 'recat', 'reach', 'create'])).toEqual(['react']);
    expect(corrections('portfolo', ['portal', 'portfolios', 'portfolio'])).toEqual(['portfolio', 'portfolios']);
    expect(corrections('nothing', ['everything', 'cooking'])).toEqual([]);
  });

  it('is not asked for short words and numbers', () => {
    expect(['sql', 'c', 'es2026', 'react'].map(mayBeMistyped)).toEqual([false, false, false, true]);
  });
});
