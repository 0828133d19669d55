/**
 * How much somebody may send: `burst` at once, and then as much as `perSecond` refills. Answers false for what is
 * beyond it. `nowMs` never goes backwards.
 */
export function createAllowance(burst: number, perSecond: number): (nowMs: number) => boolean {
  let left = burst;
  let lastMs: number | null = null;
  return (nowMs) => {
    left = Math.min(burst, left + ((nowMs - (lastMs ?? nowMs)) / 1000) * perSecond);
    lastMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
