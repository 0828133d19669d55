import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '#shared/time.ts';
import { instantOf, offsetAt, zoneOffsets } from './zone.ts';

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'EST5EDT', 'Etc/GMT+5', 'Asia/Katmandu');
const instants = fc.date({ min: new Date('1960-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });

describe('zone offsets', () => {
  it('agree with Temporal at any instant of any zone', () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, date) => {
        const at = date.getTime();
        const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
        expect(offsetAt(zoneOffsets(timeZone, at, at), at)).toBe(offsetNanoseconds / 1e6);
      }),
      { numRuns: 500 },
    );
  });

  it('read any wall clock as Temporal does, also in gaps and repeated hours', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: -180, max: 180 }), (timeZone, date, shiftMinutes) => {
        const start = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);
        const near = (start.getTimeZoneTransition('next') ?? start).add({ minutes: shiftMinutes });
        const wall = near.toPlainDateTime().round('minute');
        const { epochMilliseconds } = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
        const zone = zoneOffsets(timeZone, near.epochMilliseconds, near.epochMilliseconds);
        expect(instantOf(zone, wall.toZonedDateTime('UTC').epochMilliseconds)).toBe(epochMilliseconds);
      }),
      { numRuns: 500 },
    );
  });

  it('know a change that falls on the turn of the year', () => {
    // The tables begin Casey station's time with the year 1969, in UTC.
    const at = Date.parse('1969-01-01T00:00:00Z');
    const zone = zoneOffsets('Antarctica/Casey', at, at);
    expect(zone.changes).toContainEqual({ at, before: 0, after: 8 * 3_600_000 });
    expect([offsetAt(zone, at - 1), offsetAt(zone, at)]).toEqual([0, 8 * 3_600_000]);
  });

  it('stay the same however many zones were asked before', () => {
    const at = Date.parse('2026-06-01T00:00:00Z');
    const before = zoneOffsets('Europe/London', at, at);
    for (let year = 1900; year < 2200; year += 1) {
      const then = Date.UTC(year, 5, 1);
      for (const timeZone of ['UTC', 'Etc/GMT+1', 'Etc/GMT+2']) zoneOffsets(timeZone, then, then);
    }
    expect(zoneOffsets('Europe/London', at, at)).toEqual(before);
  });
});
