import { expect, it } from 'vitest';
import { parseInstant, toIso, type Instant } from '#shared/time.ts';
import { readMove } from './move.ts';

const NOW = parseInstant('2026-11-23T09:00:00Z') as Instant;

it.each([
  [{ advanceMinutes: 0 }, '2026-11-23T09:00:00Z'],
  [{ advanceMinutes: 90 }, '2026-11-23T10:30:00Z'],
  [{ to: '2026-12-01T10:00:00+01:00' }, '2026-12-01T09:00:00Z'],
])('moves by %j', (raw, iso) => {
  const when = readMove(raw, NOW);
  expect(when.ok && toIso(when.value)).toBe(iso);
});

it.each([
  [{}],
  [null],
  ['tomorrow'],
  [{ advanceMinutes: -1 }],
  [{ advanceMinutes: '60' }],
  [{ advanceMinutes: Number.NaN }],
  [{ advanceMinutes: 1e12 }],
  [{ advanceMinutes: 60, to: '2026-12-01T10:00:00Z' }],
  [{ to: '2026-11-23T08:59:59Z' }],
  [{ to: '2026-12-01T10:00:00' }],
  [{ to: '+275000-01-01T00:00:00Z' }],
  [{ to: 'soon' }],
])('refuses %j', (raw) => {
  expect(readMove(raw, NOW)).toMatchObject({ ok: false, reason: 'invalid' });
});
