/** What the device knows of time: milliseconds since the page began, which nobody can set, and its wall clock, which anybody can. */
export type DeviceTime = { readonly steadyMs: number; readonly wallMs: number };

/** A moment at which the server told its time. */
export type Anchor = DeviceTime & { readonly serverMs: number };

/** Further apart than this, the device slept (its steady clock may stand still then) or somebody set its wall clock. */
const TRUSTED_DRIFT_MS = 2_000;

export function anchorAt(serverIso: string, { steadyMs, wallMs }: DeviceTime): Anchor {
  return { serverMs: Date.parse(serverIso), steadyMs, wallMs };
}

/** The server's time now. The wall clock plays no part: it may be wrong, and changed at any moment. */
export function serverNow(anchor: Anchor, device: DeviceTime): number {
  return anchor.serverMs + (device.steadyMs - anchor.steadyMs);
}

/** True when the two clocks of the device disagree on how long it has been: only the server can say who is right. */
export function hasDrifted(anchor: Anchor, device: DeviceTime): boolean {
  const steady = device.steadyMs - anchor.steadyMs;
  const wall = device.wallMs - anchor.wallMs;
  return Math.abs(wall - steady) > TRUSTED_DRIFT_MS;
}

/** The same device some milliseconds ago: an answer that began then was written then. */
export function earlier({ steadyMs, wallMs }: DeviceTime, agoMs: number): DeviceTime {
  return { steadyMs: steadyMs - agoMs, wallMs: wallMs - agoMs };
}
