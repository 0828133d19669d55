/** Up to two letters for a person without a picture: `Ada Obi` → `AO`, `Ọlá Adé` → `ỌA`, ` ` → `?`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last].map((word) => firstLetter(word ?? '')).join('');
}

/** A colour of their own for each name, 1 to 7, the same on every page and machine. */
export function personColour(name: string): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  let hash = 0;
  for (const character of name.normalize('NFC')) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return ((hash % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** The first letter with the tone marks that sit on it. */
function firstLetter(word: string): string {
  const letter = /^\P{M}\p{M}*/u.exec(word.normalize('NFC'))?.[0] ?? '';
  return letter.toLocaleUpperCase('en');
}
