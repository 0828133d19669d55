import { describe, expect, it } from 'vitest';
import type { EpochMs } from '#shared/time.ts';
import { isOpen, openSlots, openSlotsIso } from './rules.ts';
import { adaQuery, busyOnMonday, hours, offered, offeredOn } from './rules.test-query.ts';
import { slotQueryInput } from './schema.ts';

const MONDAY = '2026-03-02';

describe('hours', () => {
  it('offers every hour that fits and none that would end late', () => {
    expect(offeredOn(MONDAY)).toEqual(['09:00', '10:00', '11:00']);
    expect(offeredOn(MONDAY, { durationMinutes: 90, stepMinutes: 30 })).toEqual(['09:00', '09:30', '10:00', '10:30']);
    expect(offeredOn(MONDAY, { durationMinutes: 181 })).toEqual([]);
  });

  it('reads them on the wall clock of her zone', () => {
    expect(offeredOn(MONDAY, { timeZone: 'Africa/Lagos' })).toEqual(['08:00', '09:00', '10:00']);
    expect(offeredOn(MONDAY, { timeZone: 'Asia/Kathmandu' })).toEqual(['03:15', '04:15', '05:15']);
  });

  it('counts Sunday as day 0', () => {
    const week = { rangeStart: '2026-03-01T00:00:00Z', rangeEnd: '2026-03-08T00:00:00Z', durationMinutes: 180 };
    expect(offered({ ...week, weekly: [hours('09:00', '12:00', [0])] })).toEqual(['2026-03-01T09:00:00Z']);
    expect(offered({ ...week, weekly: [hours('09:00', '12:00', [6])] })).toEqual(['2026-03-07T09:00:00Z']);
  });

  it('takes 24:00 as the next local midnight', () => {
    const late = { timeZone: 'Africa/Lagos', weekly: [hours('22:00', '24:00')] };
    expect(offeredOn(MONDAY, late)).toEqual(['21:00', '22:00']);
  });

  it('gives nothing for an end that is not after its start', () => {
    expect(offeredOn(MONDAY, { weekly: [hours('12:00', '09:00'), hours('09:00', '09:00')] })).toEqual([]);
    expect(offeredOn(MONDAY, { weekly: [hours('22:00', '02:00')] })).toEqual([]);
    expect(offeredOn(MONDAY, { weekly: [hours('24:00', '24:00')] })).toEqual([]);
  });

  it('gives nothing without hours, in an empty range, or in a reversed one', () => {
    expect(offeredOn(MONDAY, { weekly: [] })).toEqual([]);
    expect(offeredOn(MONDAY, { weekly: [hours('09:00', '12:00', [])] })).toEqual([]);
    expect(offeredOn(MONDAY, { rangeEnd: '2026-03-02T00:00:00Z' })).toEqual([]);
    expect(offeredOn(MONDAY, { rangeEnd: '2026-02-20T00:00:00Z' })).toEqual([]);
  });

  it('merges hours that touch or overlap', () => {
    const touching = { weekly: [hours('10:30', '12:00'), hours('09:00', '10:30')], durationMinutes: 120 };
    expect(offeredOn(MONDAY, { ...touching, stepMinutes: 30 })).toEqual(['09:00', '09:30', '10:00']);
    const overlapping = { weekly: [hours('09:15', '11:00'), hours('10:10', '12:00')], durationMinutes: 60 };
    expect(offeredOn(MONDAY, { ...overlapping, stepMinutes: 30 })).toEqual(['09:30', '10:00', '10:30', '11:00']);
  });

  it('merges hours across midnight', () => {
    const night = { weekly: [hours('23:00', '24:00', [1]), hours('00:00', '01:00', [2])], durationMinutes: 120 };
    expect(offered({ ...night, rangeEnd: '2026-03-04T00:00:00Z' })).toEqual(['2026-03-02T23:00:00Z']);
  });

  it('runs through whole days without a seam', () => {
    const always = { weekly: [hours('00:00', '24:00')], durationMinutes: 36 * 60, stepMinutes: 12 * 60 };
    expect(offered({ ...always, rangeEnd: '2026-03-04T12:00:00Z' })).toEqual([
      '2026-03-02T00:00:00Z',
      '2026-03-02T12:00:00Z',
      '2026-03-03T00:00:00Z',
    ]);
  });
});

describe('overrides', () => {
  it('replace the weekly hours of their date only', () => {
    const overrides = [{ date: MONDAY, ranges: [{ start: '14:00', end: '15:00' }] }];
    expect(offeredOn(MONDAY, { overrides })).toEqual(['14:00']);
    expect(offeredOn('2026-03-03', { overrides })).toEqual(['09:00', '10:00', '11:00']);
  });

  it('close the day when they have no ranges', () => {
    expect(offeredOn(MONDAY, { overrides: [{ date: MONDAY, ranges: [] }] })).toEqual([]);
  });

  it('open a day that has no weekly hours', () => {
    const overrides = [{ date: MONDAY, ranges: [{ start: '14:00', end: '15:00' }] }];
    expect(offeredOn(MONDAY, { overrides, weekly: [] })).toEqual(['14:00']);
  });

  it('mean the date in her zone', () => {
    const auckland = { timeZone: 'Pacific/Auckland', overrides: [{ date: '2026-03-03', ranges: [] }] };
    expect(offeredOn(MONDAY, auckland)).toEqual([]);
    expect(offeredOn('2026-03-03', auckland)).toEqual(['20:00', '21:00', '22:00']);
  });

  it('add up when there are several for one date', () => {
    const overrides = [
      { date: MONDAY, ranges: [{ start: '16:00', end: '17:00' }] },
      { date: MONDAY, ranges: [] },
      { date: MONDAY, ranges: [{ start: '14:00', end: '15:00' }] },
    ];
    expect(offeredOn(MONDAY, { overrides })).toEqual(['14:00', '16:00']);
  });

  it('leave hours alone that began the evening before', () => {
    const weekly = [hours('22:00', '24:00', [0]), hours('00:00', '02:00', [1])];
    const overrides = [{ date: MONDAY, ranges: [] }];
    const range = { rangeStart: '2026-03-01T00:00:00Z', rangeEnd: '2026-03-03T00:00:00Z' };
    expect(offered({ ...range, weekly, overrides })).toEqual(['2026-03-01T22:00:00Z', '2026-03-01T23:00:00Z']);
  });

  it('merge with the day before across midnight', () => {
    const weekly = [hours('23:00', '24:00', [0])];
    const overrides = [{ date: MONDAY, ranges: [{ start: '00:00', end: '01:00' }] }];
    const range = { rangeStart: '2026-03-01T00:00:00Z', rangeEnd: '2026-03-03T00:00:00Z', durationMinutes: 120 };
    expect(offered({ ...range, weekly, overrides })).toEqual(['2026-03-01T23:00:00Z']);
  });
});

describe('busy times and buffers', () => {
  it('block what they cover, and nothing that only touches them', () => {
    expect(offeredOn(MONDAY, { busy: [busyOnMonday('10:00', '11:00')] })).toEqual(['09:00', '11:00']);
  });

  it('block when they overlap, nest, repeat or come unsorted', () => {
    const busy = [
      busyOnMonday('10:45', '11:00'),
      busyOnMonday('10:00', '10:50'),
      busyOnMonday('10:10', '10:20'),
      busyOnMonday('10:00', '10:50'),
    ];
    expect(offeredOn(MONDAY, { busy })).toEqual(['09:00', '11:00']);
  });

  it('keep the buffer before a new slot free after a busy time', () => {
    const busy = [busyOnMonday('09:00', '10:00')];
    expect(offeredOn(MONDAY, { busy, bufferBefore: 30, stepMinutes: 30 })).toEqual(['10:30', '11:00']);
    expect(offeredOn(MONDAY, { busy, bufferAfter: 30, stepMinutes: 30 })).toEqual(['10:00', '10:30', '11:00']);
  });

  it('keep the buffer after a new slot free before a busy time', () => {
    const busy = [busyOnMonday('11:00', '12:00')];
    expect(offeredOn(MONDAY, { busy, bufferAfter: 30, stepMinutes: 30 })).toEqual(['09:00', '09:30']);
    expect(offeredOn(MONDAY, { busy, bufferBefore: 30, stepMinutes: 30 })).toEqual(['09:00', '09:30', '10:00']);
  });

  it('never shrink the edges of the hours themselves', () => {
    expect(offeredOn(MONDAY, { bufferBefore: 45, bufferAfter: 45 })).toEqual(['09:00', '10:00', '11:00']);
  });

  it('reach into the hours from outside by the buffer', () => {
    const busy = [busyOnMonday('08:00', '08:50')];
    expect(offeredOn(MONDAY, { busy, bufferBefore: 15 })).toEqual(['10:00', '11:00']);
    expect(offeredOn(MONDAY, { busy, bufferBefore: 10 })).toEqual(['09:00', '10:00', '11:00']);
  });

  it('do not cut free time where a busy time lasts no time at all', () => {
    expect(offeredOn(MONDAY, { busy: [busyOnMonday('10:20', '10:20')] })).toEqual(['09:00', '10:00', '11:00']);
  });
});

describe('range and notice', () => {
  it('keeps slots that start at the range start or end at its end, and no others', () => {
    const range = { rangeStart: '2026-03-02T10:00:00Z', rangeEnd: '2026-03-02T12:00:00Z' };
    expect(offered(range)).toEqual(['2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z']);
    expect(offered({ ...range, rangeEnd: '2026-03-02T11:00:00Z' })).toEqual(['2026-03-02T10:00:00Z']);
    expect(offered({ ...range, rangeEnd: '2026-03-02T11:59:59Z' })).toEqual(['2026-03-02T10:00:00Z']);
    expect(offered({ ...range, rangeStart: '2026-03-02T10:00:01Z' })).toEqual(['2026-03-02T11:00:00Z']);
  });

  it('needs the notice, exactly kept included', () => {
    const soon = { minNoticeMinutes: 120 };
    expect(offeredOn(MONDAY, { ...soon, now: '2026-03-02T08:00:00Z' })).toEqual(['10:00', '11:00']);
    expect(offeredOn(MONDAY, { ...soon, now: '2026-03-02T08:00:01Z' })).toEqual(['11:00']);
    expect(offeredOn(MONDAY, { ...soon, now: '2026-03-02T08:00:00.000001Z' })).toEqual(['11:00']);
  });

  it('still needs a minute when the notice is zero', () => {
    expect(offeredOn(MONDAY, { now: '2026-03-02T09:59:00Z' })).toEqual(['10:00', '11:00']);
    expect(offeredOn(MONDAY, { now: '2026-03-02T09:59:01Z' })).toEqual(['11:00']);
    expect(offeredOn(MONDAY, { now: '2026-03-02T09:59:00Z', minNoticeMinutes: 1 })).toEqual(['10:00', '11:00']);
  });
});

describe('isOpen, limits and writing', () => {
  const query = slotQueryInput.parse(adaQuery({ busy: [busyOnMonday('10:00', '11:00')] }));
  const at = (iso: string) => Date.parse(iso) as EpochMs;

  it('knows an offered start from any other moment', () => {
    expect(isOpen(query, at('2026-03-02T09:00:00Z'))).toBe(true);
    expect(isOpen(query, at('2026-03-02T11:00:00Z'))).toBe(true);
    for (const other of ['10:00:00', '09:30:00', '09:00:01', '12:00:00', '08:00:00', '23:59:59'])
      expect(isOpen(query, at(`2026-03-02T${other}Z`))).toBe(false);
    expect(isOpen(query, at('2026-03-03T09:00:00Z'))).toBe(false);
  });

  it('ends the search at the limit', () => {
    expect(openSlotsIso(query, 1)).toEqual(['2026-03-02T09:00:00Z']);
    expect(openSlots(query, 0)).toEqual([]);
    expect(openSlots(query, 9)).toEqual(openSlots(query));
  });

  it('writes seconds where a zone of long ago had them', () => {
    const dutch = {
      timeZone: 'Europe/Amsterdam',
      rangeStart: '1930-01-06T00:00:00Z',
      rangeEnd: '1930-01-07T00:00:00Z',
    };
    const starts = offered({ ...dutch, now: '1930-01-01T00:00:00Z' });
    expect(starts).toHaveLength(3);
    for (const start of starts) expect(start).toMatch(/^1930-01-06T\d\d:\d\d:\d\dZ$/);
  });

  it('finds a first slot years ahead', () => {
    const far = { rangeEnd: '2036-03-01T00:00:00Z', weekly: [], overrides: [] };
    const overrides = [{ date: '2036-02-29', ranges: [{ start: '23:00', end: '24:00' }] }];
    expect(offered({ ...far, overrides })).toEqual(['2036-02-29T23:00:00Z']);
  });
});
