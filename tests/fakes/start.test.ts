import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startStandIns } from './start.ts';

test('both stand-ins start on loopback, and payments are remembered in the folder given', async () => {
  const stateDir = join(mkdtempSync(join(tmpdir(), 'stand-ins-')), 'new');
  const standIns = await startStandIns({ secretKey: 'sk_test_start', webhookUrl: null, stateDir });
  expect(standIns.paystack.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(standIns.smtp.url).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  standIns.paystack.payElsewhere('course-1', 100_00);
  await standIns.close();
  expect(existsSync(join(stateDir, 'paystack-stand-in.json'))).toBe(true);

  const again = await startStandIns({ secretKey: 'sk_test_start', webhookUrl: null, stateDir });
  expect(again.paystack.transaction('course-1').status).toBe('success');
  await again.close();
});
