import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal, toIso } from '#shared/time.ts';
import { readTimestamp } from './columns.server.ts';

const WITHIN_MS = { min: Date.UTC(1900, 0, 1), max: Date.UTC(9999, 11, 31) };

describe('instants on their way to and from the database', () => {
  it('are read as PostgreSQL writes them in UTC, with and without a fraction', () => {
    fc.assert(
      fc.property(fc.integer(WITHIN_MS), (epochMs) => {
        const written = new Date(epochMs).toISOString();
        const shortest = written.replace('T', ' ').replace(/\.?0*Z$/, (end) => (end.startsWith('.') ? '' : 'Z'));
        for (const text of [written.replace('T', ' ').replace('Z', '+00'), `${shortest.replace('Z', '')}+00`]) {
          expect(readTimestamp(text).epochMilliseconds).toBe(epochMs);
        }
      }),
    );
  });

  it.each([
    ['2026-11-23 19:01:22.123+00', '2026-11-23T19:01:22.123Z'],
    ['2026-11-23 19:01:22+00', '2026-11-23T19:01:22Z'],
    ['2026-11-23 19:01:22.1+00', '2026-11-23T19:01:22.1Z'],
    ['2026-11-23 20:01:22.123+01', '2026-11-23T19:01:22.123Z'],
    ['2026-11-24 00:31:22.123456+05:30', '2026-11-23T19:01:22.123456Z'],
    ['2026-11-23T19:01:22Z', '2026-11-23T19:01:22Z'],
  ])('reads %s', (text, iso) => {
    expect(readTimestamp(text).equals(Temporal.Instant.from(iso))).toBe(true);
  });

  it('reads the driver’s dates', () => {
    expect(readTimestamp(new Date(1_000)).epochMilliseconds).toBe(1_000);
  });

  it('are written for people’s programs to the second, as Temporal would', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (epochMs) => {
        const when = Temporal.Instant.fromEpochMilliseconds(epochMs);
        expect(toIso(when)).toBe(when.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString());
      }),
    );
  });
});
