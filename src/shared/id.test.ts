import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurReference, newId, newReference, readId, systemRandom, type Random } from './id.ts';

const filled = (byte: number): Random => ({ bytes: (count) => new Uint8Array(count).fill(byte) });

describe('ids', () => {
  it('are UUIDs of version 7 and variant 2 that carry their time, for any randomness', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(time, fc.uint8Array({ minLength: 16, maxLength: 16 }), (epochMs, bytes) => {
        const id = newId({ bytes: () => Uint8Array.from(bytes) }, epochMs);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(epochMs);
        expect(readId(id.toUpperCase())).toBe(id);
      }),
    );
  });

  it('sort by their time, whatever chance adds', () => {
    expect(newId(filled(0xff), 1_000) < newId(filled(0x00), 1_001)).toBe(true);
  });

  it('differ within one millisecond', () => {
    const made = new Set(Array.from({ length: 1_000 }, () => newId(systemRandom, 1_700_000_000_000)));
    expect(made.size).toBe(1_000);
  });

  it.each([
    '',
    'nothing',
    '1',
    "' or 1=1 --",
    'g0000000-0000-7000-8000-000000000000',
    '00000000-0000-7000-8000-0000000000001',
  ])('read as nobody from %j', (text) => {
    expect(readId(text)).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe('references', () => {
  it('begin with mnt- and carry 160 random bits', () => {
    expect(newReference(filled(0xab))).toBe(`mnt-${'ab'.repeat(20)}`);
    expect(isOurReference(newReference(systemRandom))).toBe(true);
  });

  it.each([
    'course-4711',
    'mnt-',
    `mnt-${'a'.repeat(39)}`,
    `mnt-${'A'.repeat(40)}`,
    `xmnt-${'a'.repeat(40)}`,
    `mnt-${'a'.repeat(40)}\n`,
  ])('of others are not ours: %j', (reference) => {
    expect(isOurReference(reference)).toBe(false);
  });
});
