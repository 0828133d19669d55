import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '#infra/config.server.ts';
import { ADDRESS_HEADER, frontDoor, HOST_HEADER, MAX_BODY_BYTES, PROTOCOL_HEADER } from './front-door.server.ts';

type Answer = { status: number; body: string };
type Options = { method?: string; path?: string; headers?: Record<string, string>; body?: string };

/** What stands behind the door shows the headers that reach it. */
async function serve(env: Record<string, string>): Promise<Server> {
  const config = readConfig({ APP_MODE: 'test', ...env });
  const server = createServer(frontDoor(config, ({ headers }, response) => response.end(JSON.stringify(headers))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function ask(server: Server, { method = 'GET', path = '/', headers = {}, body = '' }: Options): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = send({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}

const headersOf = ({ body }: Answer) => JSON.parse(body) as IncomingHttpHeaders;

let local: Server;
let proxied: Server;
beforeAll(async () => {
  local = await serve({ PORT: '4321' });
  proxied = await serve({ PUBLIC_URL: 'https://mentor.example.com', TRUSTED_PROXIES: '2' });
});
afterAll(() => {
  local.close();
  proxied.close();
});

it('says itself where a request arrived and comes from, whatever the client says', async () => {
  const lies = {
    [PROTOCOL_HEADER]: 'gopher',
    [HOST_HEADER]: 'evil.test',
    [ADDRESS_HEADER]: '6.6.6.6',
    'x-forwarded-for': '6.6.6.6',
  };
  const seen = headersOf(await ask(local, { headers: { ...lies, host: 'evil.test' } }));
  expect(seen).toMatchObject({
    [PROTOCOL_HEADER]: 'http',
    [HOST_HEADER]: 'localhost:4321',
    [ADDRESS_HEADER]: expect.stringMatching(/127\.0\.0\.1$/),
  });
});

it('keeps the name of this machine that was used', async () => {
  const seen = headersOf(await ask(local, { headers: { host: '127.0.0.1:4321' } }));
  expect(seen[HOST_HEADER]).toBe('127.0.0.1:4321');
});

it('believes as many proxies as it was told, counted from the nearest', async () => {
  const seen = headersOf(await ask(proxied, { headers: { 'x-forwarded-for': '6.6.6.6, 41.58.1.2, 10.0.0.9' } }));
  expect(seen).toMatchObject({
    [PROTOCOL_HEADER]: 'https',
    [HOST_HEADER]: 'mentor.example.com',
    [ADDRESS_HEADER]: '41.58.1.2',
  });
});

it('takes the connection itself when the proxies said less than promised', async () => {
  const seen = headersOf(await ask(proxied, { headers: { 'x-forwarded-for': '10.0.0.9' } }));
  expect(seen[ADDRESS_HEADER]).toMatch(/127\.0\.0\.1$/);
});

it('lets a write without Origin pass as our own, and no read', async () => {
  const write = headersOf(await ask(local, { method: 'POST', headers: { host: 'localhost:4321' } }));
  expect(write.origin).toBe('http://localhost:4321');
  expect(headersOf(await ask(local, {})).origin).toBeUndefined();
});

it.each([
  [{ origin: 'https://evil.test' }],
  [{ origin: 'null' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
])('refuses a write with %j', async (headers) => {
  const answer = await ask(local, { method: 'POST', path: '/action/x', headers, body: '{}' });
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toEqual({
    ok: false,
    error: { code: 'foreign_origin', message: expect.any(String) },
  });
});

it.each(['/api/webhooks/../../action/x', '/api/webhooks/%2e%2e/%2e%2e/action/x', '/api/webhooks\\..\\..\\action/x'])(
  'refuses a foreign write to %s, which only begins like a provider’s call',
  async (path) => {
    const headers = { origin: 'https://evil.test' };
    expect((await ask(local, { method: 'POST', path, headers, body: '{}' })).status).toBe(403);
  },
);

it('lets a provider’s call pass from anywhere', async () => {
  const headers = { origin: 'https://evil.test' };
  expect((await ask(local, { method: 'POST', path: '/api/webhooks/paystack?a=b', headers })).status).toBe(200);
});

it('refuses a body that is too large before it is read', async () => {
  const answer = await ask(local, { method: 'POST', headers: { 'content-length': String(MAX_BODY_BYTES + 1) } });
  expect(answer).toEqual({ status: 413, body: expect.stringContaining('too large') });
});

it('leaves the line open to whoever is still sending such a body', async () => {
  const { port } = local.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  const length = MAX_BODY_BYTES * 2;
  socket.write(`POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n`);
  await expect.poll(() => heard).toContain('Nothing was changed');

  socket.write('x'.repeat(length));
  socket.write('GET /next HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await expect.poll(() => heard).toContain('HTTP/1.1 200 OK');
  socket.destroy();
});
