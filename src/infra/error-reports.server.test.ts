import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openErrorReports } from './error-reports.server.ts';
import { createLog } from './log.server.ts';

const received: string[] = [];
const service = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

beforeAll(() => new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => service.close(resolve)));

it('tells an error service where and what failed, and nothing about people', async () => {
  const { port } = service.address() as AddressInfo;
  const reports = await openErrorReports(`http://key@127.0.0.1:${port}/1`, 'test');
  const log = createLog('error', reports.report);

  const error = new Error('Failed query: insert into person\nparams: ada@example.com,Ada Obi');
  log.error({ err: error, route: '/sign-up', requestId: 'r-1', email: 'ada@example.com' }, 'request failed');
  log.error({ err: new Error('no mail for bola@example.com') }, 'job failed');
  log.error({ reason: 'told, but no error' }, 'something else');
  log.warn({ err: new Error('only a warning') }, 'not an error');
  await reports.close();

  const told = received.join('\n');
  expect(told).toContain('Failed query: insert into person');
  expect(told).toContain('"route":"/sign-up"');
  expect(told).toContain('r-1');
  expect(told).toContain('no mail for [e-mail]');
  expect(told).not.toMatch(/ada@example|bola@example|Ada Obi|only a warning|told, but no error/);
});
