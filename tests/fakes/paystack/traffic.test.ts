import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RecordedExchange } from './recorder.ts';
import { playEveryOperation } from './traffic.ts';

test('every operation and every refusal is recorded, a line each, without the key', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'traffic-')), 'made', 'paystack.jsonl');
  await playEveryOperation(file);
  const text = readFileSync(file, 'utf8');
  const exchanges = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedExchange);
  const template = (path: string) => path.replace(/\?.*$/, '').replace(/(verify|refund)\/[^/]+$/, '$1/:id');
  const kinds = new Set(exchanges.map(({ method, path, status }) => `${method} ${template(path)} ${status}`));
  expect([...kinds].toSorted()).toEqual([
    'GET /refund 200',
    'GET /refund 400',
    'GET /refund 401',
    'GET /refund/:id 200',
    'GET /refund/:id 401',
    'GET /refund/:id 404',
    'GET /transaction 200',
    'GET /transaction/verify/:id 200',
    'GET /transaction/verify/:id 401',
    'GET /transaction/verify/:id 404',
    'GET /transaction/verify/:id 503',
    'POST /refund 200',
    'POST /refund 400',
    'POST /refund 401',
    'POST /refund 404',
    'POST /transaction/initialize 200',
    'POST /transaction/initialize 400',
    'POST /transaction/initialize 401',
  ]);
  expect(text).not.toContain('sk_test');
});
