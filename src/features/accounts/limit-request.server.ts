import type { App } from '#infra/app.server.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { ADDRESS_FACTOR, type RequestLimit } from './limits.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Takes one try from the account's or e-mail's share, then one from the address's, which is `ADDRESS_FACTOR` times
 * wider. `null` for what is not known. Refuses with `too_many_requests` and `data.retryAfterSeconds`.
 */
export async function limitRequest(
  app: App,
  limit: RequestLimit,
  key: string | null,
  address: string | null,
): Promise<Result<void>> {
  if (key !== null) {
    const own = await app.limits.take(limit, key);
    if (!own.ok) return tooMany(own.retryAfterSeconds);
  }
  if (address !== null && !isOwnMachine(app, address)) {
    const wider = { ...limit, name: `${limit.name}.address`, points: limit.points * ADDRESS_FACTOR };
    const shared = await app.limits.take(wider, address);
    if (!shared.ok) return tooMany(shared.retryAfterSeconds);
  }
  return ok(undefined);
}

/** `Retry-After` for a refusal by a limit, else null. */
export function retryAfter(refusal: Refusal): string | null {
  if (refusal.reason !== 'too_many_requests') return null;
  const data = refusal.data;
  const isObject = typeof data === 'object' && data !== null && 'retryAfterSeconds' in data;
  return isObject ? String(data.retryAfterSeconds) : null;
}

function tooMany(retryAfterSeconds: number): Refusal {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const message = `That was a lot of tries in a short time. Try again in ${minutes > 1 ? `${minutes} minutes` : 'a minute'}.`;
  return refuse('too_many_requests', { message, data: { retryAfterSeconds } });
}

/** Outside production everyone may come from this machine: the demo's people, a test's sixty-four students. */
function isOwnMachine(app: App, address: string): boolean {
  return app.config.mode !== 'production' && LOOPBACK.test(address);
}
