import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLimits, type Limits } from './limits.server.ts';

const redisUrl = process.env['REDIS_URL'] ?? null;
const isMissing = redisUrl === null;

const opened: Limits[] = [];
function open(url: string | null): Limits {
  const limits = createLimits(url);
  opened.push(limits);
  return limits;
}
afterEach(async () => {
  for (const limits of opened.splice(0)) await limits.close();
});

/** A name of its own for each test, since Redis remembers. */
const threeAMinute = () => ({ name: `test-${randomUUID()}`, points: 3, windowSeconds: 60 });

async function takeThree(limits: Limits, limit: ReturnType<typeof threeAMinute>, key: string): Promise<void> {
  for (let taken = 0; taken < 3; taken += 1) expect(await limits.take(limit, key)).toEqual({ ok: true });
}

it('counts each key by itself, and says when to come back', async () => {
  const limits = open(null);
  const limit = threeAMinute();
  await takeThree(limits, limit, 'ada');
  expect(await limits.take(limit, 'ada')).toEqual({ ok: false, retryAfterSeconds: expect.any(Number) });
  expect(await limits.take(limit, 'bola')).toEqual({ ok: true });
});

describe.skipIf(isMissing)(`with Redis${isMissing ? ' (set REDIS_URL)' : ''}`, () => {
  it('counts for several processes together', async () => {
    const [one, other] = [open(redisUrl), open(redisUrl)];
    await vi.waitFor(() => expectShared(one, other)); // until both are connected each counts by itself
    const limit = threeAMinute();
    await takeThree(one, limit, 'ada');
    expect(await other.take(limit, 'ada')).toEqual({ ok: false, retryAfterSeconds: expect.any(Number) });
    expect(await other.take(limit, 'bola')).toEqual({ ok: true });
  });
});

it('goes on counting by itself while Redis is away', async () => {
  const limits = open(`redis://127.0.0.1:${await closedPort()}`);
  const limit = threeAMinute();
  await takeThree(limits, limit, 'ada');
  expect(await limits.take(limit, 'ada')).toMatchObject({ ok: false });
});

async function expectShared(one: Limits, other: Limits): Promise<void> {
  const once = { ...threeAMinute(), points: 1 };
  await one.take(once, 'probe');
  expect(await other.take(once, 'probe')).toMatchObject({ ok: false });
}

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 1;
}
