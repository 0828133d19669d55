import { expect, it } from 'vitest';
import { deviceTrouble, loudness } from './device-words.ts';

it('says for every error of the browser what to do', () => {
  expect(deviceTrouble('NotAllowedError')).toContain('Allow camera and microphone');
  expect(deviceTrouble('NotFoundError')).toContain('Plug one in');
  expect(deviceTrouble('NotReadableError')).toContain('Close it');
  expect(deviceTrouble('SomethingNew')).toContain('another device');
});

it('measures sound from silence to full, and never beyond', () => {
  expect(loudness(new Uint8Array(0))).toBe(0);
  expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
  const quiet = loudness(Uint8Array.from({ length: 64 }, (_, index) => 128 + (index % 2 === 0 ? 8 : -8)));
  const loud = loudness(Uint8Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? 255 : 0)));
  expect(quiet).toBeCloseTo(0.25, 5);
  expect(loud).toBe(1);
});
