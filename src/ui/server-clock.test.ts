import { expect, it } from 'vitest';
import { anchorAt, earlier, hasDrifted, serverNow } from './server-clock.ts';

const NINE = '2026-12-09T09:00:00Z';
const nine = Date.parse(NINE);
const HOUR = 60 * 60 * 1000;
/** A device whose wall clock is a day ahead. */
const device = { steadyMs: 5_000, wallMs: nine + 24 * HOUR };
const after = (ms: number, wallMs = ms) => ({ steadyMs: device.steadyMs + ms, wallMs: device.wallMs + wallMs });
const anchor = anchorAt(NINE, device);

it('counts on from what the server said, however wrong the device’s own clock is', () => {
  expect(serverNow(anchor, device)).toBe(nine);
  expect(serverNow(anchor, after(90_000))).toBe(nine + 90_000);
});

it('is not moved by somebody who sets the device’s clock', () => {
  for (const set of [HOUR, -HOUR]) {
    expect(serverNow(anchor, after(10_000, 10_000 + set))).toBe(nine + 10_000);
    expect(hasDrifted(anchor, after(10_000, 10_000 + set))).toBe(true);
  }
});

it('knows that it may have slept: the wall clock went on while the steady one stood still', () => {
  expect(hasDrifted(anchor, after(1_000, 8 * HOUR))).toBe(true);
});

it('trusts itself while both clocks agree, for days and with the little that they differ', () => {
  expect(hasDrifted(anchor, after(1_000))).toBe(false);
  expect(hasDrifted(anchor, after(72 * HOUR, 72 * HOUR + 1_900))).toBe(false);
});

it('trusts itself again once the server has told the time anew', () => {
  const woken = after(1_000, 8 * HOUR);
  const again = anchorAt('2026-12-09T17:00:00Z', woken);
  expect(hasDrifted(again, woken)).toBe(false);
  expect(serverNow(again, woken)).toBe(nine + 8 * HOUR);
});

it('counts the time between the answer and the moment at which the page could count', () => {
  const slow = anchorAt(NINE, earlier(device, 4_000));
  expect(serverNow(slow, device)).toBe(nine + 4_000);
  expect(hasDrifted(slow, device)).toBe(false);
});
