/**
 * The text of a file that a sheet was saved as: UTF-16 when a byte order mark says so, else UTF-8. A letter in any other
 * encoding reads as `�` (U+FFFD), which no import takes.
 */
export function sheetText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
