import { createHash, timingSafeEqual } from 'node:crypto';
import type { App } from '#infra/app.server.ts';

/** Whoever shows the token; without one set, everybody outside production and nobody in it. */
export function mayReadMetrics({ config }: Pick<App, 'config'>, authorization: string | null): boolean {
  if (config.metricsToken === null) return config.mode !== 'production';
  return isSame(authorization ?? '', `Bearer ${config.metricsToken}`);
}

/** Compared by digest, so that neither length nor content shows in the time it takes. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
