import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import type { Log } from '../log.server.ts';

export const CONNECTION_NAME = 'mentorship-live';
/** Short, since a closing process waits for it. */
const BLOCK_MS = 1_000;

export type RedisAdapter = { create: ReturnType<typeof createAdapter>; close(): void };

/**
 * What web processes say to each other. While Redis is away it waits and nothing else does: pushes never pass here.
 */
export function openRedisAdapter(redisUrl: string, log: Log): RedisAdapter {
  // Commands wait for the connection: the adapter asks again at once when one fails, and would spin.
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, connectionName: CONNECTION_NAME });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away: web processes hear nothing of each other until it is back');
    isAway = true;
  });
  redis.on('ready', () => (isAway = false));
  const create = createAdapter(redis, {
    streamName: 'mentorship.live',
    channelPrefix: 'mentorship.live',
    blockTimeInMs: BLOCK_MS,
  });
  return { create, close: () => redis.disconnect() };
}
