import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** How many points a key has in a window; an address has `ADDRESS_FACTOR` times as many, since phone networks share one. */
export type Limit = { name: string; points: number; windowSeconds: number };

export const ADDRESS_FACTOR = 20;

export type Limits = {
  /** Takes one point; `retryAfterSeconds` when none is left. */
  take(limit: Limit, key: string): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>;
  close(): Promise<void>;
};

/** Counts in Redis when there is one, so that several processes share the counts, else in memory. */
export function createLimits(redisUrl: string | null): Limits {
  const redis = redisUrl === null ? null : new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  // Each failed command is answered by the in-memory limiter below; without a listener ioredis would print to the console.
  redis?.on('error', () => undefined);
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>();
  const limiterOf = (limit: Limit) => {
    const limiter = limiters.get(limit.name) ?? createLimiter(limit, redis);
    limiters.set(limit.name, limiter);
    return limiter;
  };
  return {
    async take(limit, key) {
      try {
        await limiterOf(limit).consume(key);
        return { ok: true };
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) };
      }
    },
    async close() {
      redis?.disconnect();
    },
  };
}

function createLimiter(limit: Limit, redis: Redis | null): RateLimiterMemory | RateLimiterRedis {
  const options = { keyPrefix: `limit:${limit.name}`, points: limit.points, duration: limit.windowSeconds };
  if (redis === null) return new RateLimiterMemory(options);
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: new RateLimiterMemory(options) });
}
