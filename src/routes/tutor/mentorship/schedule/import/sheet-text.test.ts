import { expect, it } from 'vitest';
import { sheetText } from './sheet-text.ts';

const TEXT = 'title\r\nCafé ₦5,000 – 🎓';

function utf16(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittleEndian);
  return new Uint8Array(view.buffer);
}

it('reads UTF-8, with a byte order mark or without', () => {
  expect(sheetText(new TextEncoder().encode(TEXT))).toBe(TEXT);
  expect(sheetText(new TextEncoder().encode(`\ufeff${TEXT}`))).toBe(TEXT);
  expect(sheetText(new Uint8Array())).toBe('');
});

it('reads UTF-16 of either order by its mark', () => {
  expect(sheetText(utf16(`\ufeff${TEXT}`, true))).toBe(TEXT);
  expect(sheetText(utf16(`\ufeff${TEXT}`, false))).toBe(TEXT);
});

it('marks the letters of any other encoding as lost', () => {
  expect(sheetText(Uint8Array.of(0x43, 0x61, 0x66, 0xe9, 0x2c, 0x96))).toBe('Caf\ufffd,\ufffd');
});
