import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { describe, expect, it, vi } from 'vitest';
import { createLog } from '../log.server.ts';
import { openLive, type Live } from './live.server.ts';

const redisUrl = process.env['REDIS_URL'] ?? null;
const SOON = { timeout: 15_000, interval: 20 };

/** A web process whose own line to the database is down: nobody tells it anything. */
async function serve() {
  const visitor = { personId: 'ada', authSessionId: 'hers', expiresAtMs: Number.MAX_SAFE_INTEGER };
  const live = openLive({
    redisUrl,
    log: createLog('silent'),
    rules: {
      mayKnock: () => true,
      identify: async () => visitor,
      stillLive: async (ids) => new Set(ids),
      lookAt: async () => null,
      feed: {
        after: async () => [],
        states: async (ids) => ids.map((personId) => ({ personId, lastSeq: 0, body: {} })),
      },
    },
  });
  const server = createServer(live.request).on('upgrade', live.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    await live.close();
    server.close();
  };
  return { live: live as Live, url, close };
}

describe.skipIf(redisUrl === null)(`through Redis${redisUrl === null ? ' (set REDIS_URL)' : ''}`, () => {
  it('one process ends the sockets of another', async () => {
    const [one, other] = [await serve(), await serve()];
    const socket = io(other.url, { path: '/live', transports: ['websocket'], reconnection: false });
    const cuts: string[] = [];
    socket.on('cut', (reason: string) => void cuts.push(reason));
    await new Promise((resolve) => socket.once('state', resolve));
    // Asked until it arrives: the other process may not have begun to read yet.
    await vi.waitFor(() => {
      one.live.ended('hers');
      expect(socket.connected).toBe(false);
    }, SOON);
    expect(cuts[0]).toBe('signed_out');
    await Promise.all([one.close(), other.close()]);
  });
});
