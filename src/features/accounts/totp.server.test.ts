import { expect, it } from 'vitest';
import { systemRandom } from '#shared/id.ts';
import { deviceWords } from './rules/device-words.ts';
import { seal, unseal } from './seal.server.ts';
import { newTotpSecret, totpCode, totpStep, totpUri } from './totp.server.ts';

/** `12345678901234567890` in base32: the secret of RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('shows at second %i of the Unix clock what RFC 6238 says', (seconds, code) => {
  expect(totpCode(RFC_SECRET, Math.floor(seconds / 30))).toBe(code);
});

it('takes a code half a minute early or late, no more, and none of a step that was used', () => {
  const now = 1_234_567_890;
  const step = Math.floor(now / 30);
  for (const [off, wanted] of [
    [-2, null],
    [-1, step - 1],
    [0, step],
    [1, step + 1],
    [2, null],
  ] as const) {
    expect(totpStep(RFC_SECRET, totpCode(RFC_SECRET, step + off), now * 1000, 0)).toBe(wanted);
  }
  expect(totpStep(RFC_SECRET, totpCode(RFC_SECRET, step), now * 1000, step)).toBeNull();
});

it('makes secrets that apps can read', () => {
  const secret = newTotpSecret(systemRandom);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(totpUri(secret, 'ada@example.com')).toBe(
    `otpauth://totp/Mentorship:ada%40example.com?secret=${secret}&issuer=Mentorship&algorithm=SHA1&digits=6&period=30`,
  );
});

it('opens what it sealed for the same person under the same secret only', () => {
  const sealed = seal('a secret', systemRandom, 'ada', RFC_SECRET);
  expect(sealed).not.toContain(RFC_SECRET);
  expect(unseal('a secret', 'ada', sealed)).toBe(RFC_SECRET);
  expect(() => unseal('a secret', 'bola', sealed)).toThrow();
  expect(() => unseal('another', 'ada', sealed)).toThrow();
  const at = Math.floor(sealed.length / 2);
  const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
  expect(() => unseal('a secret', 'ada', altered)).toThrow();
});

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile Safari/604',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537',
    'Samsung Internet on Android',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/17 Safari/605', 'Safari on Mac'],
  ['curl/8.5.0', 'An unknown device'],
  ['<script>alert(1)</script>', 'An unknown device'],
  [null, 'An unknown device'],
])('knows %s', (agent, words) => {
  expect(deviceWords(agent)).toBe(words);
});
