import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../app.css', import.meta.url), 'utf8');

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const GROUNDS = ['paper', 'surface', 'sunken', 'raised'];
const WORDS = ['ink', 'muted', 'faint', 'brand', 'brand-strong', 'attend', 'danger', 'danger-strong'];

/** WCAG 2.2, 1.4.3: 4.5:1 for words of any size. */
const MIN_CONTRAST = 4.5;

describe.each(THEMES)('in the %s theme', (theme) => {
  it.each(WORDS.flatMap((word) => GROUNDS.map((ground) => [word, ground] as const)))(
    'words in %s can be read on %s',
    (word, ground) => {
      expect(contrast(token(word, theme), token(ground, theme))).toBeGreaterThanOrEqual(MIN_CONTRAST);
    },
  );

  it.each([
    ['brand', 'brand-soft'],
    ['brand', 'brand-soft-strong'],
    ['attend', 'attend-soft'],
    ['danger', 'danger-soft'],
    ['muted', 'brand-soft'],
    ['muted', 'attend-soft'],
    ['ink', 'brand-soft-strong'],
    ['on-brand', 'brand'],
    ['on-brand', 'brand-strong'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-strong'],
    ['on-stage', 'stage'],
    ['on-stage', 'stage-light'],
    ['white', 'person-1'],
    ['white', 'person-2'],
    ['white', 'person-3'],
    ['white', 'person-4'],
    ['white', 'person-5'],
    ['white', 'person-6'],
    ['white', 'person-7'],
  ])('%s can be read on %s', (word, ground) => {
    expect(contrast(token(word, theme), token(ground, theme))).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  it('the focus ring stands out from every ground', () => {
    for (const ground of GROUNDS) {
      expect(contrast(token('brand', theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
    }
  });
});

function token(name: string, theme: Theme): string {
  const value = new RegExp(`--color-${name}: ([^;]+);`).exec(css)?.[1];
  if (value === undefined) throw new Error(`there is no colour called ${name}`);
  const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
  const colour = pair ? pair[theme === 'light' ? 1 : 2] : value;
  if (!colour || !/^#\w{6}$/.test(colour)) throw new Error(`${name} is not a plain colour: ${value}`);
  return colour;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
