import { expect, it } from 'vitest';
import { readConfig } from '#infra/config.server.ts';
import { createLimits } from '#infra/limits.server.ts';
import { openTestApp } from '#tests/support/database.ts';
import { limitRequest, retryAfter } from './limit-request.server.ts';
import { ADDRESS_FACTOR } from './limits.ts';

const LIMIT = { name: 'try', points: 2, windowSeconds: 60 };

async function emptyApp(mode: string) {
  const { app } = await openTestApp({ engine: 'pglite' });
  return { ...app, limits: createLimits(null), config: { ...app.config, mode: readConfig({ APP_MODE: mode }).mode } };
}

it('stops one account, whatever its address, and says how long to wait', async () => {
  const app = await emptyApp('demo');
  expect(await limitRequest(app, LIMIT, 'ada', '10.0.0.1')).toMatchObject({ ok: true });
  expect(await limitRequest(app, LIMIT, 'ada', '10.0.0.2')).toMatchObject({ ok: true });
  const refused = await limitRequest(app, LIMIT, 'ada', '10.0.0.3');
  expect(refused).toMatchObject({ ok: false, reason: 'too_many_requests' });
  if (refused.ok) return;
  const seconds = Number(retryAfter(refused));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await limitRequest(app, LIMIT, 'bola', '10.0.0.3')).toMatchObject({ ok: true });
});

it('stops one address only after twenty times as many', async () => {
  const app = await emptyApp('demo');
  for (let n = 0; n < LIMIT.points * ADDRESS_FACTOR; n += 1) {
    expect(await limitRequest(app, LIMIT, `person ${n}`, '10.0.0.1')).toMatchObject({ ok: true });
  }
  expect(await limitRequest(app, LIMIT, 'one more', '10.0.0.1')).toMatchObject({ reason: 'too_many_requests' });
  expect(await limitRequest(app, LIMIT, 'one more', '10.0.0.2')).toMatchObject({ ok: true });
});

it('does not count two limits together', async () => {
  const app = await emptyApp('demo');
  await limitRequest(app, LIMIT, 'ada', null);
  await limitRequest(app, LIMIT, 'ada', null);
  expect(await limitRequest(app, { ...LIMIT, name: 'other' }, 'ada', null)).toMatchObject({ ok: true });
});

it("lets this machine's own address pass in the demo only", async () => {
  const once = { ...LIMIT, points: 1 / ADDRESS_FACTOR };
  const demo = await emptyApp('demo');
  for (let n = 0; n < 3; n += 1) expect(await limitRequest(demo, once, null, '127.0.0.1')).toMatchObject({ ok: true });
  const production = { ...demo, config: { ...demo.config, mode: 'production' as const } };
  expect(await limitRequest(production, once, null, '127.0.0.1')).toMatchObject({ ok: true });
  expect(await limitRequest(production, once, null, '127.0.0.1')).toMatchObject({ reason: 'too_many_requests' });
});

it('has no Retry-After for any other refusal', () => {
  expect(retryAfter({ ok: false, reason: 'not_found', message: '' })).toBeNull();
});
