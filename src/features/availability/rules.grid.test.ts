import { describe, expect, it } from 'vitest';
import { busyOnMonday, hours, offered, offeredOn } from './rules.test-query.ts';
import { gridIntervalMinutes } from './rules/grid.ts';

const MONDAY = '2026-03-02';

describe('the grid of starts', () => {
  it('has the largest of 60, 30, 20, 15, 10, 5 that divides the step, else single minutes', () => {
    const steps = [60, 120, 180, 30, 90, 150, 20, 40, 80, 15, 45, 75, 10, 50, 70, 5, 25, 35, 55, 1, 7, 12, 59];
    expect(steps.map(gridIntervalMinutes)).toEqual([
      60, 60, 60, 30, 30, 30, 20, 20, 20, 15, 15, 15, 10, 10, 10, 5, 5, 5, 5, 1, 1, 1, 1,
    ]);
  });

  it('rounds the first start up, then goes on by steps', () => {
    const odd = { weekly: [hours('09:10', '12:00')], durationMinutes: 30 };
    expect(offeredOn(MONDAY, { ...odd, stepMinutes: 30 })).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30']);
    expect(offeredOn(MONDAY, { ...odd, stepMinutes: 60 })).toEqual(['10:00', '11:00']);
    expect(offeredOn(MONDAY, { ...odd, stepMinutes: 45 })).toEqual(['09:15', '10:00', '10:45', '11:30']);
    expect(offeredOn(MONDAY, { ...odd, stepMinutes: 40 })).toEqual(['09:20', '10:00', '10:40', '11:20']);
    expect(offeredOn(MONDAY, { ...odd, stepMinutes: 7 })[1]).toBe('09:17');
  });

  it('begins anew in each free stretch', () => {
    const busy = [busyOnMonday('09:40', '10:20')];
    const steps = { durationMinutes: 30, stepMinutes: 45, busy };
    expect(offeredOn(MONDAY, steps)).toEqual(['09:00', '10:30', '11:15']);
  });

  it('rounds a first start clipped by the range or the notice, seconds and all', () => {
    const half = { stepMinutes: 30 };
    expect(offeredOn(MONDAY, { ...half, rangeStart: '2026-03-02T09:31:00Z' })).toEqual(['10:00', '10:30', '11:00']);
    expect(offeredOn(MONDAY, { ...half, now: '2026-03-02T09:29:30Z' })).toEqual(['10:00', '10:30', '11:00']);
    const minutes = { stepMinutes: 59, now: '2026-03-02T09:14:00.250Z' };
    expect(offeredOn(MONDAY, minutes)).toEqual(['09:16', '10:15']);
  });

  it('rounds after a busy time that ends between minutes', () => {
    const busy = [busyOnMonday('09:00', '09:07:31')];
    expect(offeredOn(MONDAY, { busy, stepMinutes: 59 })).toEqual(['09:08', '10:07']);
  });

  it('counts the minutes of the local hour, not of UTC', () => {
    const kathmandu = { timeZone: 'Asia/Kathmandu', weekly: [hours('09:10', '12:00')] };
    expect(offeredOn(MONDAY, kathmandu)).toEqual(['04:15', '05:15']);
  });

  it('keeps a step between a slot and the first of the next stretch', () => {
    // Free are 09:00–10:10 and 10:15–12:00: 10:15 would be only half an hour after 09:45.
    const busy = [busyOnMonday('10:10', '10:15')];
    const closer = { busy, durationMinutes: 5, stepMinutes: 45 };
    expect(offeredOn(MONDAY, closer)).toEqual(['09:00', '09:45', '10:30', '11:15']);
    const moved = { busy: [busyOnMonday('09:20', '09:25')], durationMinutes: 15, stepMinutes: 45 };
    expect(offeredOn(MONDAY, moved)).toEqual(['09:00', '09:45', '10:30', '11:15']);
  });

  it('does not round a start again that moved to keep the step', () => {
    // Lord Howe's clock goes back half an hour at 02:00 (15:00 UTC): the second stretch would begin at 02:00 by its clock.
    const weekly = [hours('01:00', '04:00')];
    const busy = [{ start: '2026-04-04T14:40:00Z', end: '2026-04-04T14:50:00Z' }];
    const lordHowe = { timeZone: 'Australia/Lord_Howe', weekly, busy, durationMinutes: 30 };
    const range = { rangeStart: '2026-04-04T12:00:00Z', rangeEnd: '2026-04-04T20:00:00Z' };
    expect(offered({ ...lordHowe, ...range, stepMinutes: 120 })).toEqual([
      '2026-04-04T14:00:00Z',
      '2026-04-04T16:00:00Z',
    ]);
  });

  it('forgets slots that were not kept when it asks for a step between stretches', () => {
    // 09:00 lies before the range, so 09:30 owes it nothing.
    const busy = [busyOnMonday('09:20', '09:25')];
    const late = { busy, durationMinutes: 15, stepMinutes: 45, rangeStart: '2026-03-02T09:10:00Z' };
    expect(offeredOn(MONDAY, late)).toEqual(['09:30', '10:15', '11:00', '11:45']);
  });
});
